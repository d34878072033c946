// Products modulo n, the order of the SM2 curve's base point (GB/T 32918.5), in Montgomery form. Nothing else
// of scalars depends on how a machine multiplies.
#pragma once

#include "core/sm2/montgomery.hpp"
#include "core/sm2/multiply_wasm.hpp"

namespace palmkey::core::sm2 {

inline constexpr Limbs order = {0x53bbf40939d54123, 0x7203df6b21c6052b, 0xffffffffffffffff,
                                0xfffffffeffffffff};

// -1/n mod 2^64; each of Newton's steps doubles the number of right bits.
inline constexpr std::uint64_t order_minus_inverse = [] {
  std::uint64_t inverse = order[0];
  for (int i = 0; i < 5; ++i) inverse *= 2 - order[0] * inverse;
  return 0 - inverse;
}();

// For Arithmetic.
struct Order {
  static constexpr const Limbs& value = order;
  [[gnu::noinline]] static constexpr Limbs multiply(const Limbs& a, const Limbs& b) {
    if constexpr (is_wasm) {
      const wasm::Wider product = wasm::multiply<Order>(a, b);
      return reduce_once(product.low, product.high, value);
    }
    return montgomery_multiply(a, b, value, order_minus_inverse);
  }
  static constexpr Limbs square(const Limbs& a) { return multiply(a, a); }
};

}  // namespace palmkey::core::sm2
