// The field of the SM2 curve for machines whose widest product is one of 64 bits, as WebAssembly's is.
// Nothing is packed between two operations: a number stays nine digits of 29 bits, signed and not reduced, so
// that sums take no carry chain and products no unpacking.
//
// An element x stands as x·R with R = 2^261, five bits above p. Why that suffices: with |a|, |b| < k·p a
// product is less than (k²/32 + 1)·p. In the formulas of jacobian.hpp and odd_multiples.hpp coordinates stay
// below 8p then, and all that is computed between them below 16p; so a number fits in the digits. Each sum
// and each product hands on digits of at most 2^29 + 2 in size, and the nine products of a column, of 58 bits
// each, fit in 63.
#pragma once

#include "core/sm2/field.hpp"

namespace palmkey::core::sm2 {

struct DigitsField {
  static constexpr std::size_t count = wasm::digits;
  using Digits = std::array<std::int32_t, count>;

  static constexpr std::int32_t mask = static_cast<std::int32_t>(wasm::digit_mask);

  static constexpr Digits of_limbs(const Limbs& limbs) {
    Digits result{};
    const wasm::Digits wide = wasm::digits_of(limbs);
    for (std::size_t i = 0; i < count; ++i) result[i] = static_cast<std::int32_t>(wide[i]);
    return result;
  }
  // 2^exponent mod p.
  static constexpr Digits power_of_two(int exponent) {
    return of_limbs(Arithmetic<FieldModulus>::power_of_two(exponent));
  }

  [[gnu::noinline]] static constexpr void multiply(Digits& r, const Digits& a, const Digits& b) {
    wasm::Columns column{};
#pragma GCC unroll 9
    for (std::size_t i = 0; i < count; ++i) {
#pragma GCC unroll 9
      for (std::size_t j = 0; j < count; ++j) column[i + j] += std::int64_t{a[i]} * b[j];
      clear(column, i);
    }
    take_upper_half(r, column);
  }
  [[gnu::noinline]] static constexpr void square(Digits& r, const Digits& a) {
    wasm::Columns column{};
#pragma GCC unroll 9
    for (std::size_t i = 0; i < count; ++i) {
      column[2 * i] += std::int64_t{a[i]} * a[i];
#pragma GCC unroll 9
      for (std::size_t j = i + 1; j < count; ++j) column[i + j] += 2 * (std::int64_t{a[i]} * a[j]);
      if (2 * i < count) clear(column, 2 * i);
      if (2 * i + 1 < count) clear(column, 2 * i + 1);
    }
    take_upper_half(r, column);
  }
  [[gnu::noinline]] static constexpr void add(Digits& r, const Digits& a, const Digits& b) {
    Digits sum{};
#pragma GCC unroll 9
    for (std::size_t i = 0; i < count; ++i) sum[i] = a[i] + b[i];
    settle(r, sum);
  }
  [[gnu::noinline]] static constexpr void subtract(Digits& r, const Digits& a, const Digits& b) {
    Digits difference{};
#pragma GCC unroll 9
    for (std::size_t i = 0; i < count; ++i) difference[i] = a[i] - b[i];
    settle(r, difference);
  }
  // Half of it: an odd number is made even by adding p.
  static constexpr void halve(Digits& r, const Digits& a) {
    constexpr Digits p = of_limbs(field_modulus);
    const std::int32_t odd = -(a[0] & 1);
    Digits even{};
    for (std::size_t i = 0; i < count; ++i) even[i] = a[i] + (p[i] & odd);
    Digits half{};
    for (std::size_t i = 0; i + 1 < count; ++i)
      half[i] = (even[i] >> 1) + ((even[i + 1] & 1) << (wasm::digit_bits - 1));
    half[count - 1] = even[count - 1] >> 1;
    settle(r, half);
  }

  // The number itself, fully reduced; it is above -p and below 2p.
  static constexpr Limbs reduced(const Digits& a) {
    constexpr Digits p = of_limbs(field_modulus);
    // Above zero and below 3p, in digits from zero to 2^29 - 1: 258 bits.
    std::array<std::int64_t, count> digits{};
    std::int64_t carry = 0;
    for (std::size_t i = 0; i < count; ++i) {
      carry += std::int64_t{a[i]} + p[i];
      const bool is_last = i + 1 == count;
      digits[i] = is_last ? carry : carry & wasm::digit_mask;
      carry >>= wasm::digit_bits;
    }
    const auto digit = [&](std::size_t i) { return static_cast<std::uint64_t>(digits[i]); };
    const Limbs low = {
        digit(0) | digit(1) << 29 | digit(2) << 58, digit(2) >> 6 | digit(3) << 23 | digit(4) << 52,
        digit(4) >> 12 | digit(5) << 17 | digit(6) << 46, digit(6) >> 18 | digit(7) << 11 | digit(8) << 40};
    return reduce_twice(low, digit(8) >> 24);
  }

  // See look_up.hpp.
  template <std::size_t Words>
  static void scan(void* found, const void* table, std::size_t entries, std::uint64_t index) {
    PortableField::scan<Words>(found, table, entries, index);
  }

 private:
  // Adds a multiple of p that makes the column's lower 29 bits zero, and carries the rest.
  static constexpr void clear(wasm::Columns& column, std::size_t i) {
    wasm::Multiple<FieldModulus>::add(column, i, column[i] & wasm::digit_mask);
    column[i + 1] += column[i] >> wasm::digit_bits;
  }
  static constexpr void take_upper_half(Digits& r, wasm::Columns& column) {
#pragma GCC unroll 9
    for (std::size_t i = 0; i + 1 < count; ++i) {
      column[count + i + 1] += column[count + i] >> wasm::digit_bits;
      r[i] = static_cast<std::int32_t>(column[count + i] & wasm::digit_mask);
    }
    r[count - 1] = static_cast<std::int32_t>(column[2 * count - 1]);
  }
  // Carries one digit far, which is enough to bring back what two numbers have added up to.
  static constexpr void settle(Digits& r, const Digits& a) {
    std::int32_t carry = 0;
#pragma GCC unroll 9
    for (std::size_t i = 0; i + 1 < count; ++i) {
      r[i] = (a[i] & mask) + carry;
      carry = a[i] >> wasm::digit_bits;
    }
    r[count - 1] = a[count - 1] + carry;
  }
  static constexpr Limbs reduce_twice(Limbs low, std::uint64_t high) {
    for (int i = 0; i < 2; ++i) {
      Limbs less{};
      std::uint64_t borrow = 0;
      for (std::size_t j = 0; j < 4; ++j) less[j] = subtract_with_borrow(low[j], field_modulus[j], borrow);
      const std::uint64_t rest = subtract_with_borrow(high, 0, borrow);
      const std::uint64_t keep = mask_of_bit(borrow);
      low = select(keep, low, less);
      high = core::select(keep, high, rest);
    }
    return low;
  }
};

// Has what the general one has, of which the formulas make use.
template <>
class BasicFieldElement<DigitsField> {
 public:
  constexpr BasicFieldElement() : digits_{} {}  // zero
  static constexpr BasicFieldElement one() {
    constexpr Digits r = DigitsField::power_of_two(261);
    return BasicFieldElement(r);
  }
  static constexpr BasicFieldElement of_limbs(const Limbs& limbs) { return from<522>(limbs); }
  static constexpr BasicFieldElement of_montgomery(const Limbs& montgomery) { return from<266>(montgomery); }
  constexpr Limbs montgomery() const {
    constexpr Digits factor = DigitsField::power_of_two(256);
    Digits product{};
    DigitsField::multiply(product, digits_, factor);
    return DigitsField::reduced(product);
  }

  constexpr BasicFieldElement operator+(const BasicFieldElement& other) const {
    BasicFieldElement sum;
    DigitsField::add(sum.digits_, digits_, other.digits_);
    return sum;
  }
  constexpr BasicFieldElement operator-(const BasicFieldElement& other) const {
    BasicFieldElement difference;
    difference.set_difference(*this, other);
    return difference;
  }
  constexpr BasicFieldElement operator*(const BasicFieldElement& other) const {
    BasicFieldElement product;
    product.set_product(*this, other);
    return product;
  }
  constexpr BasicFieldElement squared() const {
    BasicFieldElement square;
    DigitsField::square(square.digits_, digits_);
    return square;
  }
  constexpr BasicFieldElement half() const {
    BasicFieldElement result;
    DigitsField::halve(result.digits_, digits_);
    return result;
  }
  constexpr BasicFieldElement inverse() const {
    return of_montgomery(Arithmetic<FieldModulus>::invert(montgomery()));
  }  // of zero: zero

  constexpr void set_product(const BasicFieldElement& a, const BasicFieldElement& b) {
    DigitsField::multiply(digits_, a.digits_, b.digits_);
  }
  constexpr void set_difference(const BasicFieldElement& a, const BasicFieldElement& b) {
    DigitsField::subtract(digits_, a.digits_, b.digits_);
  }

  constexpr std::uint64_t zero_mask() const {
    const Limbs limbs = montgomery();
    return mask_of_zero(limbs[0] | limbs[1] | limbs[2] | limbs[3]);
  }
  bool is_zero() const { return zero_mask() != 0; }
  // In variable time. A multiple k·p, with k below 16 in size, is -k modulo 2^29: hardly any other number
  // looks so.
  bool is_zero_public() const { return ((digits_[0] + 16) & DigitsField::mask) <= 32 && is_zero(); }

  static constexpr BasicFieldElement select(std::uint64_t mask, const BasicFieldElement& a,
                                            const BasicFieldElement& b) {
    const auto chosen = static_cast<std::int32_t>(static_cast<std::uint32_t>(mask));
    BasicFieldElement result;
    for (std::size_t i = 0; i < DigitsField::count; ++i)
      result.digits_[i] = (a.digits_[i] & chosen) | (b.digits_[i] & ~chosen);
    return result;
  }

 private:
  using Digits = DigitsField::Digits;
  explicit constexpr BasicFieldElement(const Digits& digits) : digits_(digits) {}
  // number·2^Exponent/R.
  template <int Exponent>
  static constexpr BasicFieldElement from(const Limbs& number) {
    constexpr Digits factor = DigitsField::power_of_two(Exponent);
    BasicFieldElement element(DigitsField::of_limbs(number));
    DigitsField::multiply(element.digits_, element.digits_, factor);
    return element;
  }
  alignas(8) Digits digits_;  // whole words, as tables are scanned by them
};

}  // namespace palmkey::core::sm2
