// Montgomery multiplication for machines whose widest product is one of 64 bits, as WebAssembly's is: there a
// product of 128 bits is a call. Plain C++ and the same everywhere, so that native tests can hold it against
// the other ways.
//
// A number of 256 bits is nine digits of 29 bits. The products of two digits have 58 bits; nine of them and
// all that the reduction adds fit in a column of 64 bits, signed, so that carries are taken on once, at the
// end.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace palmkey::core::sm2::wasm {

inline constexpr std::size_t digits = 9;
inline constexpr std::size_t columns = 2 * digits;
inline constexpr int digit_bits = 29;
inline constexpr int top_bits = 256 - 8 * digit_bits;  // of the ninth digit
inline constexpr std::int64_t digit_mask = (std::int64_t{1} << digit_bits) - 1;
inline constexpr std::int64_t top_mask = (std::int64_t{1} << top_bits) - 1;

using Limbs = std::array<std::uint64_t, 4>;
using Digits = std::array<std::int64_t, digits>;
using Columns = std::array<std::int64_t, columns>;

constexpr Digits digits_of(const Limbs& number) {
  Digits result{};
#pragma GCC unroll 9
  for (std::size_t i = 0; i < digits; ++i) {
    const std::size_t bit = digit_bits * i;
    const std::size_t offset = bit % 64;
    std::uint64_t digit = number[bit / 64] >> offset;
    if (offset > 64 - digit_bits && bit / 64 < 3) digit |= number[bit / 64 + 1] << (64 - offset);
    result[i] = static_cast<std::int64_t>(digit) & digit_mask;
  }
  return result;
}

// `low` + 2^256 `high`.
struct Wider {
  Limbs low{};
  std::uint64_t high = 0;
};

// Adds q·m·2^(29 i) for a modulus m. In general: digit by digit.
template <class Modulus>
struct Multiple {
  static constexpr Digits m = digits_of(Modulus::value);

  // -1/m mod 2^29; each of Newton's steps doubles the number of right bits.
  static constexpr std::int64_t minus_inverse = [] {
    std::uint64_t inverse = Modulus::value[0];
    for (int i = 0; i < 5; ++i) inverse *= 2 - Modulus::value[0] * inverse;
    return static_cast<std::int64_t>(0 - inverse) & digit_mask;
  }();

  static constexpr void add(Columns& column, std::size_t i, std::int64_t q) {
#pragma GCC unroll 9
    for (std::size_t j = 0; j < digits; ++j) column[i + j] += q * m[j];
  }
};

// For p = 2^256 - 2^224 - 2^96 + 2^64 - 1: by shifting.
template <class Modulus>
requires(Modulus::value == Limbs{0xffffffffffffffff, 0xffffffff00000000, 0xffffffffffffffff,
                                 0xfffffffeffffffff}) struct Multiple<Modulus> {
  static constexpr std::int64_t minus_inverse = 1;

  static constexpr void add(Columns& column, std::size_t i, std::int64_t q) {
    column[i] -= q;
    column[i + 2] += q << (64 - 2 * digit_bits);
    column[i + 3] -= q << (96 - 3 * digit_bits);
    column[i + 7] -= q << (224 - 7 * digit_bits);
    column[i + 8] += q << (256 - 8 * digit_bits);
  }
};

// Adds a multiple of m that makes the column's lower bits zero - 29, of the ninth column 24 - and carries the
// rest.
template <class Modulus>
constexpr void clear(Columns& column, std::size_t i) {
  const bool is_last = i == digits - 1;
  // Only the product's lower bits count; unsigned, it may be longer.
  const std::uint64_t product =
      static_cast<std::uint64_t>(column[i]) * static_cast<std::uint64_t>(Multiple<Modulus>::minus_inverse);
  const std::int64_t q = static_cast<std::int64_t>(product & (is_last ? top_mask : digit_mask));
  Multiple<Modulus>::add(column, i, q);
  if (!is_last) column[i + 1] += column[i] >> digit_bits;
}

// The columns' sum through 2^256, once the lower ones are clear.
constexpr Wider upper_half(Columns& column) {
#pragma GCC unroll 9
  for (std::size_t i = digits - 1; i < columns - 1; ++i) {
    column[i + 1] += column[i] >> digit_bits;
    column[i] &= digit_mask;
  }
  const auto digit = [&](std::size_t i) { return static_cast<std::uint64_t>(column[digits - 1 + i]); };
  return {{digit(0) >> 24 | digit(1) << 5 | digit(2) << 34 | digit(3) << 63,
           digit(3) >> 1 | digit(4) << 28 | digit(5) << 57, digit(5) >> 7 | digit(6) << 22 | digit(7) << 51,
           digit(7) >> 13 | digit(8) << 16 | digit(9) << 45},
          digit(9) >> 19};
}

// a·b/2^256 mod m, less than 2m where a·b < m·2^256. A column is cleared as soon as nothing more is added to
// it: fewer of them are in use at a time.
template <class Modulus>
constexpr Wider multiply(const Limbs& a, const Limbs& b) {
  const Digits x = digits_of(a);
  const Digits y = digits_of(b);
  Columns column{};
#pragma GCC unroll 9
  for (std::size_t i = 0; i < digits; ++i) {
#pragma GCC unroll 9
    for (std::size_t j = 0; j < digits; ++j) column[i + j] += x[i] * y[j];
    clear<Modulus>(column, i);
  }
  return upper_half(column);
}

// The same of a·a.
template <class Modulus>
constexpr Wider square(const Limbs& a) {
  const Digits x = digits_of(a);
  Columns column{};
#pragma GCC unroll 9
  for (std::size_t i = 0; i < digits; ++i) {
    column[2 * i] += x[i] * x[i];
#pragma GCC unroll 9
    for (std::size_t j = i + 1; j < digits; ++j) column[i + j] += 2 * x[i] * x[j];
    if (2 * i < digits) clear<Modulus>(column, 2 * i);
    if (2 * i + 1 < digits) clear<Modulus>(column, 2 * i + 1);
  }
  return upper_half(column);
}

}  // namespace palmkey::core::sm2::wasm
