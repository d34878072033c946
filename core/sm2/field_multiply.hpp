// Products modulo p, the prime of the SM2 curve's coordinates (GB/T 32918.5), in Montgomery form. Nothing
// else of the field depends on how a machine multiplies.
#pragma once

#include "core/sm2/montgomery.hpp"
#include "core/sm2/multiply_wasm.hpp"

namespace palmkey::core::sm2 {

// p = 2^256 - 2^224 - 2^96 + 2^64 - 1.
inline constexpr Limbs field_modulus = {0xffffffffffffffff, 0xffffffff00000000, 0xffffffffffffffff,
                                        0xfffffffeffffffff};

// A product of two numbers below 2^256.
using WideLimbs = std::array<std::uint64_t, 8>;

constexpr WideLimbs multiply_wide(const Limbs& a, const Limbs& b) {
  WideLimbs t{};
  for (std::size_t i = 0; i < 4; ++i) {
    std::uint64_t carry = 0;
    for (std::size_t j = 0; j < 4; ++j) t[i + j] = multiply_add(a[j], b[i], t[i + j], carry);
    t[i + 4] = carry;
  }
  return t;
}

// Each product of two different limbs is computed once and doubled.
constexpr WideLimbs square_wide(const Limbs& a) {
  WideLimbs t{};
  for (std::size_t i = 0; i < 3; ++i) {
    std::uint64_t carry = 0;
    for (std::size_t j = i + 1; j < 4; ++j) t[i + j] = multiply_add(a[j], a[i], t[i + j], carry);
    t[i + 4] = carry;
  }
  for (std::size_t i = 7; i > 0; --i) t[i] = t[i] << 1 | t[i - 1] >> 63;
  std::uint64_t carry = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const Wide product = static_cast<Wide>(a[i]) * a[i];
    t[2 * i] = add_with_carry(t[2 * i], static_cast<std::uint64_t>(product), carry);
    t[2 * i + 1] = add_with_carry(t[2 * i + 1], static_cast<std::uint64_t>(product >> 64), carry);
  }
  return t;
}

// t/R mod p for t < p·R. Since -1/p = 1 mod 2^64, a turn of Montgomery's reduction adds q·p with q the lowest
// limb itself, and (q·p - q·(-1))/2^64 = q·(2^192 - 2^160 - 2^32 + 1) takes shifts only.
constexpr Limbs field_reduce(WideLimbs t) {
  std::uint64_t top = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const std::uint64_t q = t[i];
    std::uint64_t borrow = 0;
    const std::uint64_t q0 = subtract_with_borrow(q, q << 32, borrow);
    const std::uint64_t q1 = subtract_with_borrow(0, q >> 32, borrow);
    const std::uint64_t q2 = subtract_with_borrow(0, q << 32, borrow);
    const std::uint64_t q3 = subtract_with_borrow(q, q >> 32, borrow);  // the whole is not negative
    std::uint64_t carry = 0;
    t[i + 1] = add_with_carry(t[i + 1], q0, carry);
    t[i + 2] = add_with_carry(t[i + 2], q1, carry);
    t[i + 3] = add_with_carry(t[i + 3], q2, carry);
    const Wide upper = static_cast<Wide>(t[i + 4]) + q3 + carry + top;
    t[i + 4] = static_cast<std::uint64_t>(upper);
    top = static_cast<std::uint64_t>(upper >> 64);
  }
  return reduce_once({t[4], t[5], t[6], t[7]}, top, field_modulus);
}

// For Arithmetic. Not inlined: formulas hold dozens of products.
struct FieldModulus {
  static constexpr const Limbs& value = field_modulus;
  [[gnu::noinline]] static constexpr Limbs multiply(const Limbs& a, const Limbs& b) {
    if constexpr (is_wasm) {
      const wasm::Wider product = wasm::multiply<FieldModulus>(a, b);
      return reduce_once(product.low, product.high, value);
    }
    return field_reduce(multiply_wide(a, b));
  }
  [[gnu::noinline]] static constexpr Limbs square(const Limbs& a) {
    if constexpr (is_wasm) {
      const wasm::Wider product = wasm::square<FieldModulus>(a);
      return reduce_once(product.low, product.high, value);
    }
    return field_reduce(square_wide(a));
  }
};

}  // namespace palmkey::core::sm2
