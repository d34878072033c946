// Eight elements of the SM2 curve's field side by side, one a lane of 64 bits, in constant time.
//
// An element is five limbs of 52 bits, the least significant first, in Montgomery form with R = 2^260: what
// VPMADD52 multiplies. p is a little less than 2^256, so limbs hold up to 16 p and sums need not be reduced
// at once; each formula says how large its values get, in units of p.
#pragma once

#include "core/sm2/lanes/target.hpp"

#if defined(PALMKEY_LANES)

#include <immintrin.h>

#include <cstddef>
#include <cstdint>

#include "core/sm2/montgomery.hpp"

namespace palmkey::core::sm2::lanes {

inline constexpr std::size_t width = 8;  // lanes
inline constexpr std::size_t limb_count = 5;
inline constexpr int limb_bits = 52;
inline constexpr std::uint64_t limb_mask = (std::uint64_t{1} << limb_bits) - 1;

// Eight 64-bit numbers. +, - and the shifts work on each; they are signed, so >> keeps the sign.
using Vector = __m512i;

// Limbs of 52 bits and a value below 16 p unless said otherwise. Not wiped: whoever holds a secret one wipes
// it.
struct Element {
  Vector limbs[limb_count];
};

PALMKEY_LANES_INLINE Vector all(std::uint64_t value) {
  return _mm512_set1_epi64(static_cast<long long>(value));
}

PALMKEY_LANES_INLINE Vector low_half_added(Vector sum, Vector a, Vector b) {
  return _mm512_madd52lo_epu64(sum, a, b);
}
PALMKEY_LANES_INLINE Vector high_half_added(Vector sum, Vector a, Vector b) {
  return _mm512_madd52hi_epu64(sum, a, b);
}

// A number the same in all lanes.
using Constant = std::uint64_t[limb_count];
inline constexpr Constant modulus = {0xfffffffffffff, 0xff00000000fff, 0xfffffffffffff, 0xfffffffffffff,
                                     0x0fffffffeffff};
inline constexpr Constant one = {0x0000000000010, 0x0ffffffff0000, 0, 0, 0x0000000100000};  // R mod p
inline constexpr Constant r_squared = {0x0020000000300, 0xffffffff00000, 0x0000100000002, 0x0200000001000,
                                       0x0000004000000};  // R² mod p

PALMKEY_LANES_INLINE Element all(const Constant& number) {
  Element out{};
#pragma GCC unroll 5
  for (std::size_t i = 0; i < limb_count; ++i) out.limbs[i] = all(number[i]);
  return out;
}

// Moves what exceeds 52 bits of a limb, or is borrowed by a negative one, into the next. The value must be in
// [0, 2^260).
PALMKEY_LANES_INLINE Element carry(const Element& t) {
  const Vector mask = all(limb_mask);
  Element out{};
  Vector next = t.limbs[0];
#pragma GCC unroll 5
  for (std::size_t i = 0; i + 1 < limb_count; ++i) {
    out.limbs[i] = next & mask;
    next = t.limbs[i + 1] + (next >> limb_bits);
  }
  out.limbs[limb_count - 1] = next;
  return out;
}

// A value in [0, 64 p), made less than (1 + 2^-20) p, and carried: with h its bits from 256 on, h·2^256 is
// replaced by h·(2^224 + 2^96 - 2^64 + 1), which is the same modulo p. h may be -1 if the limbs below have
// yet to carry; then p is added.
PALMKEY_LANES_INLINE Element reduce(const Element& t) {
  constexpr int top_bits = 256 - 4 * limb_bits;
  Element folded = t;
  const Vector high = t.limbs[4] >> top_bits;
  folded.limbs[0] = t.limbs[0] + high;
  folded.limbs[1] = t.limbs[1] + (high << 44) - (high << 12);
  folded.limbs[4] = (t.limbs[4] & all((std::uint64_t{1} << top_bits) - 1)) + (high << 16);
  return carry(folded);
}

// a + b and a - b + Multiple·p, without carrying.
PALMKEY_LANES_INLINE Element sum(const Element& a, const Element& b) {
  Element out{};
#pragma GCC unroll 5
  for (std::size_t i = 0; i < limb_count; ++i) out.limbs[i] = a.limbs[i] + b.limbs[i];
  return out;
}
template <std::uint64_t Multiple>
PALMKEY_LANES_INLINE Element difference(const Element& a, const Element& b) {
  Element out{};
#pragma GCC unroll 5
  for (std::size_t i = 0; i < limb_count; ++i)
    out.limbs[i] = a.limbs[i] - b.limbs[i] + all(Multiple * modulus[i]);
  return out;
}
// Multiple·p - a, carried.
template <std::uint64_t Multiple>
PALMKEY_LANES_INLINE Element opposite(const Element& a) {
  Element out{};
#pragma GCC unroll 5
  for (std::size_t i = 0; i < limb_count; ++i) out.limbs[i] = all(Multiple * modulus[i]) - a.limbs[i];
  return carry(out);
}
// a·2^Bits without carrying.
template <int Bits>
PALMKEY_LANES_INLINE Element shifted(const Element& a) {
  Element out{};
#pragma GCC unroll 5
  for (std::size_t i = 0; i < limb_count; ++i) out.limbs[i] = a.limbs[i] << Bits;
  return out;
}

// `a` in the lanes of the mask, `b` in the others.
PALMKEY_LANES_INLINE Element select(__mmask8 mask, const Element& a, const Element& b) {
  Element out{};
#pragma GCC unroll 5
  for (std::size_t i = 0; i < limb_count; ++i)
    out.limbs[i] = _mm512_mask_blend_epi64(mask, b.limbs[i], a.limbs[i]);
  return out;
}

// The columns of a product of two elements, low and high halves of its partial products kept apart so that
// neither waits for the other; column i is low[i] + high[i].
struct Product {
  Vector low[2 * limb_count];
  Vector high[2 * limb_count];
};

// Montgomery reduction, a limb at a time: -1/p mod 2^52 is 1, so the multiple of p to add is the limb itself,
// and with p = -1 + (2^52 - 2^44 + 2^12)·2^52 - 2^104 + (2^48 - 2^16)·2^208 most of it is moving limbs.
PALMKEY_LANES_INLINE Element montgomery(const Product& product) {
  const Vector mask = all(limb_mask);
  const Vector factor1 = all((std::uint64_t{1} << 52) - (std::uint64_t{1} << 44) + (std::uint64_t{1} << 12));
  const Vector factor4 = all((std::uint64_t{1} << 48) - (std::uint64_t{1} << 16));
  Vector columns[2 * limb_count] = {};
#pragma GCC unroll 10
  for (std::size_t i = 0; i < 2 * limb_count; ++i) columns[i] = product.low[i] + product.high[i];
#pragma GCC unroll 5
  for (std::size_t i = 0; i < limb_count; ++i) {
    const Vector q = columns[i] & mask;
    columns[i + 1] = low_half_added(columns[i + 1], q, factor1) + (columns[i] >> limb_bits);
    columns[i + 2] = high_half_added(columns[i + 2] - q, q, factor1);
    columns[i + 4] = low_half_added(columns[i + 4], q, factor4);
    columns[i + 5] = high_half_added(columns[i + 5], q, factor4);
  }
  return carry({{columns[5], columns[6], columns[7], columns[8], columns[9]}});
}

// a·b/R: below p + a·b/R, that is (1 + a·b/16) p with both in units of p.
PALMKEY_LANES_INLINE Element operator*(const Element& a, const Element& b) {
  Product product{};
#pragma GCC unroll 5
  for (std::size_t i = 0; i < limb_count; ++i) {
#pragma GCC unroll 5
    for (std::size_t j = 0; j < limb_count; ++j) {
      product.low[i + j] = low_half_added(product.low[i + j], a.limbs[j], b.limbs[i]);
      product.high[i + j + 1] = high_half_added(product.high[i + j + 1], a.limbs[j], b.limbs[i]);
    }
  }
  return montgomery(product);
}

// The same with the square of a: the partial products of different limbs count twice.
PALMKEY_LANES_INLINE Element square(const Element& a) {
  Product product{};
#pragma GCC unroll 5
  for (std::size_t i = 0; i < limb_count; ++i) {
#pragma GCC unroll 5
    for (std::size_t j = i + 1; j < limb_count; ++j) {
      product.low[i + j] = low_half_added(product.low[i + j], a.limbs[i], a.limbs[j]);
      product.high[i + j + 1] = high_half_added(product.high[i + j + 1], a.limbs[i], a.limbs[j]);
    }
  }
#pragma GCC unroll 10
  for (std::size_t i = 0; i < 2 * limb_count; ++i) {
    product.low[i] = product.low[i] + product.low[i];
    product.high[i] = product.high[i] + product.high[i];
  }
#pragma GCC unroll 5
  for (std::size_t i = 0; i < limb_count; ++i) {
    product.low[2 * i] = low_half_added(product.low[2 * i], a.limbs[i], a.limbs[i]);
    product.high[2 * i + 1] = high_half_added(product.high[2 * i + 1], a.limbs[i], a.limbs[i]);
  }
  return montgomery(product);
}

// Out of Montgomery form and fully reduced.
PALMKEY_LANES_CODE Element from_montgomery(const Element& a);

// Which lanes hold zero modulo p.
PALMKEY_LANES_CODE __mmask8 zero_lanes(const Element& a);

// 1/a in each lane; 0 for 0.
PALMKEY_LANES_CODE Element inverse(const Element& a);

// Eight numbers below 2^260 in memory, on their way into lanes and out of them.
struct alignas(64) Numbers {
  std::uint64_t limbs[limb_count][width] = {};

  void set(std::size_t lane, const Limbs& number);  // four limbs of 64 bits
  Limbs get(std::size_t lane) const;                // of a number below 2^256
};

PALMKEY_LANES_INLINE Element load(const Numbers& numbers) {
  Element out{};
#pragma GCC unroll 5
  for (std::size_t i = 0; i < limb_count; ++i) out.limbs[i] = _mm512_load_si512(numbers.limbs[i]);
  return out;
}
PALMKEY_LANES_INLINE void store(Numbers& numbers, const Element& a) {
#pragma GCC unroll 5
  for (std::size_t i = 0; i < limb_count; ++i) _mm512_store_si512(numbers.limbs[i], a.limbs[i]);
}
// Numbers less than p, into Montgomery form.
PALMKEY_LANES_INLINE Element load_montgomery(const Numbers& numbers) {
  return load(numbers) * all(r_squared);
}

}  // namespace palmkey::core::sm2::lanes

#endif
