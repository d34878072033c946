// Numbers of 256 bits on four 64-bit limbs, the least significant first, in constant time.
#pragma once

#include <array>
#include <cstdint>

#include "core/bytes.hpp"
#include "core/constant_time.hpp"

namespace palmkey::core::sm2 {

using Limbs = std::array<std::uint64_t, 4>;
__extension__ typedef unsigned __int128 Wide;

// a + b + carry; the carry out replaces the carry in.
constexpr std::uint64_t add_with_carry(std::uint64_t a, std::uint64_t b, std::uint64_t& carry) {
  const Wide sum = static_cast<Wide>(a) + b + carry;
  carry = static_cast<std::uint64_t>(sum >> 64);
  return static_cast<std::uint64_t>(sum);
}

// a - b - borrow; the borrow out (0 or 1) replaces the borrow in.
constexpr std::uint64_t subtract_with_borrow(std::uint64_t a, std::uint64_t b, std::uint64_t& borrow) {
  const Wide difference = static_cast<Wide>(a) - b - borrow;
  borrow = static_cast<std::uint64_t>(difference >> 64) & 1;
  return static_cast<std::uint64_t>(difference);
}

// a * b + c + carry, which always fits in two limbs; the upper one replaces the carry.
constexpr std::uint64_t multiply_add(std::uint64_t a, std::uint64_t b, std::uint64_t c,
                                     std::uint64_t& carry) {
  const Wide sum = static_cast<Wide>(a) * b + c + carry;
  carry = static_cast<std::uint64_t>(sum >> 64);
  return static_cast<std::uint64_t>(sum);
}

constexpr Limbs select(std::uint64_t mask, const Limbs& a, const Limbs& b) {
  return {core::select(mask, a[0], b[0]), core::select(mask, a[1], b[1]), core::select(mask, a[2], b[2]),
          core::select(mask, a[3], b[3])};
}

// 1 if a < b, 0 otherwise.
constexpr std::uint64_t is_less(const Limbs& a, const Limbs& b) {
  std::uint64_t borrow = 0;
  for (std::size_t i = 0; i < 4; ++i) subtract_with_borrow(a[i], b[i], borrow);
  return borrow;
}

// Reads 32 bytes, big-endian.
constexpr Limbs limbs_of_bytes(ByteView bytes32) {
  Limbs limbs{};
  for (std::size_t i = 0; i < 32; ++i) {
    limbs[3 - i / 8] = limbs[3 - i / 8] << 8 | bytes32[i];
  }
  return limbs;
}

// The byte at `i` of the number's 32, big-endian.
constexpr std::uint8_t byte_of_limbs(const Limbs& limbs, std::size_t i) {
  return static_cast<std::uint8_t>(limbs[3 - i / 8] >> (56 - 8 * (i % 8)));
}

constexpr ByteArray<32> bytes_of_limbs(const Limbs& limbs) {
  ByteArray<32> bytes{};
  for (std::size_t i = 0; i < 32; ++i) bytes[i] = byte_of_limbs(limbs, i);
  return bytes;
}

}  // namespace palmkey::core::sm2
