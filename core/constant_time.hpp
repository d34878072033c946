// Choosing without branching, for values that depend on a secret.
#pragma once

#include <cstdint>
#include <type_traits>

#include "core/secret.hpp"

namespace palmkey::core {

// The same value, of which the optimiser no longer knows anything: it can't turn a mask back into a branch.
constexpr std::uint64_t value_barrier(std::uint64_t value) {
  if (!std::is_constant_evaluated()) asm("" : "+r"(value));
  return value;
}

// All ones for 1, all zeros for 0.
constexpr std::uint64_t mask_of_bit(std::uint64_t bit) {
  return 0 - value_barrier(bit);
}

// All ones if the value is zero, all zeros otherwise.
constexpr std::uint64_t mask_of_zero(std::uint64_t value) {
  return mask_of_bit(((value | (0 - value)) >> 63) ^ 1);
}

// `a` where the mask has ones, `b` where it has zeros.
constexpr std::uint64_t select(std::uint64_t mask, std::uint64_t a, std::uint64_t b) {
  return b ^ (mask & (a ^ b));
}

// A plain value that is wiped when it goes out of scope.
template <class T>
struct Wiped {
  static_assert(std::is_trivially_destructible_v<T>);
  T value{};
  Wiped() = default;
  explicit Wiped(const T& initial) : value(initial) {}
  Wiped(const Wiped&) = delete;
  Wiped& operator=(const Wiped&) = delete;
  ~Wiped() { wipe(&value, sizeof(value)); }
};

}  // namespace palmkey::core
