// Eight points of the SM2 curve side by side. The formulas are not complete: they presume finite points and
// different ones where two are added. Where that does not hold, Z becomes zero modulo p and stays so through
// everything that follows; who can't exclude it asks for zero_lanes(z) at the end and does those lanes
// otherwise.
#pragma once

#include "core/sm2/lanes/field.hpp"

#if defined(PALMKEY_LANES)

namespace palmkey::core::sm2::lanes {

// n, the order of the base point.
inline constexpr Constant order = {0xbf40939d54123, 0x6b21c6052b53b, 0xfffffff7203df, 0xfffffffffffff,
                                   0x0fffffffeffff};

// (X/Z², Y/Z³). Between the functions below, X and Y are less than (1 + 2^-20) p and Z less than 2.4 p.
struct Jacobian {
  Element x, y, z;
};

// At most 2 p.
struct Affine {
  Element x, y;
};

// A Jacobian point with the powers of Z that adding it needs.
struct Addend {
  Element x, y, z, zz, zzz;
};

PALMKEY_LANES_CODE void twice(Jacobian& p);
PALMKEY_LANES_CODE void add(Jacobian& p, const Affine& q);
PALMKEY_LANES_CODE void add(Jacobian& p, const Addend& q);

PALMKEY_LANES_CODE Addend addend(const Jacobian& p);

// A number k in the lanes as digits of w bits, each odd and none zero:
// k = Σ d_j 2^(w j) with d_j = 2 u_j + 1 - 2^w, where u_j are w bits of k from w j + 1 on, and the number of
// digits times w is a bit that is set in addition. Only for odd k below it.
// Joye, Tunstall, "Exponent recoding and regular exponentiation algorithms", AFRICACRYPT 2009.
struct Digit {
  Vector index;       // (|d_j| - 1) / 2
  __mmask8 negative;  // the lanes with d_j < 0
};
template <int Bits>
PALMKEY_LANES_INLINE Digit digit(const Element& k, std::size_t j) {
  const std::size_t position = Bits * j + 1;
  const std::size_t limb = position / limb_bits;
  const auto shift = static_cast<int>(position % limb_bits);
  Vector u = k.limbs[limb] >> shift;
  if (limb + 1 < limb_count) u |= k.limbs[limb + 1] << (limb_bits - shift);
  const __mmask8 negative = _mm512_testn_epi64_mask(u, all(1u << (Bits - 1)));
  // 2^(w-1) - 1 - u for negative digits, u - 2^(w-1) for the others: in both, the lower bits say it.
  const Vector flipped = _mm512_mask_xor_epi64(u, negative, u, all(~std::uint64_t{0}));
  return {flipped & all((1u << (Bits - 1)) - 1), negative};
}

// Makes numbers in [1, n-1] odd: `k` becomes n - k in the lanes where it is even, which are the mask's.
PALMKEY_LANES_CODE __mmask8 make_odd(Element& k);

}  // namespace palmkey::core::sm2::lanes

#endif
