// Constant-time arithmetic modulo a 256-bit number in Montgomery form: x stands as x·R mod m, with R = 2^256.
// Arguments are reduced unless said otherwise, results always are.
#pragma once

#include "core/sm2/inversion.hpp"

namespace palmkey::core::sm2 {

// Whether products are those of multiply_wasm.hpp.
#ifdef __wasm__
inline constexpr bool is_wasm = true;
#else
inline constexpr bool is_wasm = false;
#endif

// The number `high`·2^256 + `low`, which has to be less than 2m, reduced.
constexpr Limbs reduce_once(const Limbs& low, std::uint64_t high, const Limbs& m) {
  Limbs reduced{};
  std::uint64_t borrow = 0;
  for (std::size_t i = 0; i < 4; ++i) reduced[i] = subtract_with_borrow(low[i], m[i], borrow);
  subtract_with_borrow(high, 0, borrow);
  return select(mask_of_bit(borrow), low, reduced);
}

// a·b/R mod m for any odd m; `minus_inverse` is -1/m mod 2^64. It is enough that a·b < m·R, so one argument
// need not be reduced. Coarsely integrated operand scanning (CIOS): Koc, Acar, Kaliski, "Analyzing and
// comparing Montgomery multiplication algorithms", IEEE Micro 16(3), 1996, section 5.
constexpr Limbs montgomery_multiply(const Limbs& a, const Limbs& b, const Limbs& m,
                                    std::uint64_t minus_inverse) {
  Limbs t{};
  std::uint64_t top = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    std::uint64_t carry = 0;
    for (std::size_t j = 0; j < 4; ++j) t[j] = multiply_add(a[j], b[i], t[j], carry);
    std::uint64_t overflow = 0;
    top = add_with_carry(top, carry, overflow);

    const std::uint64_t q = t[0] * minus_inverse;
    carry = 0;
    multiply_add(q, m[0], t[0], carry);  // makes the lowest limb zero, and it is dropped
    for (std::size_t j = 1; j < 4; ++j) t[j - 1] = multiply_add(q, m[j], t[j], carry);
    std::uint64_t overflow2 = 0;
    t[3] = add_with_carry(top, carry, overflow2);
    top = overflow + overflow2;
  }
  return reduce_once(t, top, m);
}

// Arithmetic modulo `Modulus::value`, an odd number above 2^255, on top of Modulus::multiply and
// Modulus::square: a·b/R and a·a/R mod m, where one argument of a product need not be reduced.
template <class Modulus>
struct Arithmetic {
  static constexpr const Limbs& m = Modulus::value;

  static constexpr Limbs add(const Limbs& a, const Limbs& b) {
    Limbs sum{};
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < 4; ++i) sum[i] = add_with_carry(a[i], b[i], carry);
    return reduce_once(sum, carry, m);
  }

  static constexpr Limbs subtract(const Limbs& a, const Limbs& b) {
    Limbs difference{};
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < 4; ++i) difference[i] = subtract_with_borrow(a[i], b[i], borrow);
    const std::uint64_t mask = mask_of_bit(borrow);
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < 4; ++i) difference[i] = add_with_carry(difference[i], m[i] & mask, carry);
    return difference;
  }

  static constexpr Limbs multiply(const Limbs& a, const Limbs& b) { return Modulus::multiply(a, b); }
  static constexpr Limbs square(const Limbs& a) { return Modulus::square(a); }

  // 1/x for x in Montgomery form, in Montgomery form; 0 for 0.
  static constexpr Limbs invert(const Limbs& x) { return multiply(invert_modulo(x, m), r_cubed); }

  static constexpr Limbs to_montgomery(const Limbs& x) { return multiply(x, r_squared); }
  static constexpr Limbs from_montgomery(const Limbs& x) { return multiply(x, {1, 0, 0, 0}); }

  // 2^exponent mod m.
  static constexpr Limbs power_of_two(int exponent) {
    Limbs result = {1, 0, 0, 0};
    for (int i = 0; i < exponent; ++i) result = add(result, result);
    return result;
  }

  static constexpr Limbs one = power_of_two(256);
  static constexpr Limbs r_squared = power_of_two(512);
  static constexpr Limbs r_cubed = power_of_two(768);
};

}  // namespace palmkey::core::sm2
