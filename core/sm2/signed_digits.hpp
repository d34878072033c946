// Scalars written with the digits 1 and -1 only, so that no step of a multiplication meets a zero: Hamburg,
// "Fast and compact elliptic-curve cryptography" (eprint 2012/309), section 3.3.
#pragma once

#include "core/sm2/order_multiply.hpp"

namespace palmkey::core::sm2 {

// Where a table holds only the combinations whose top digit is 1: which entry, and all ones in `negative` if
// the entry's negative is meant.
struct SignedWindow {
  std::uint64_t index = 0;
  std::uint64_t negative = 0;
};

// k = Σ d(i)·2^i mod n over i < Length, each d(i) = 1 or -1.
template <std::size_t Length>
class SignedDigits {
 public:
  // k is reduced. With bits b(i) of (k + 2^Length - 1)/2 mod n, d(i) = 2·b(i) - 1.
  explicit constexpr SignedDigits(const Limbs& k) {
    const Limbs sum = Arithmetic<Order>::add(k, offset);
    const std::uint64_t odd = mask_of_bit(sum[0] & 1);
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < 4; ++i) bits_[i] = add_with_carry(sum[i], order[i] & odd, carry);
    for (std::size_t i = 0; i < 3; ++i) bits_[i] = bits_[i] >> 1 | bits_[i + 1] << 63;
    bits_[3] = bits_[3] >> 1 | carry << 63;
  }

  // The bit that stands for digit i.
  constexpr std::uint64_t bit(std::size_t i) const { return i < 256 ? bits_[i / 64] >> (i % 64) & 1 : 0; }

  // The digits first, first + step, ... as the top one's sign and the others relative to it.
  template <std::size_t Count>
  constexpr SignedWindow window(std::size_t first, std::size_t step) const {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < Count; ++i) value |= bit(first + step * i) << i;
    const std::uint64_t negative = mask_of_bit((value >> (Count - 1)) ^ 1);
    return {(value ^ negative) & ((std::uint64_t{1} << (Count - 1)) - 1), negative};
  }

 private:
  static constexpr Limbs offset = [] {  // 2^Length - 1
    return Arithmetic<Order>::subtract(Arithmetic<Order>::power_of_two(Length), {1, 0, 0, 0});
  }();
  Limbs bits_{};
};

}  // namespace palmkey::core::sm2
