#include "core/sm2/lanes/field.hpp"

#if defined(PALMKEY_LANES)

namespace palmkey::core::sm2::lanes {
namespace {

PALMKEY_LANES_CODE Element squared(Element a, int times) {
  for (int i = 0; i < times; ++i) a = square(a);
  return a;
}

}  // namespace

PALMKEY_LANES_CODE Element from_montgomery(const Element& a) {
  // At most p, as a·1/R is below 1.
  const Element number = a * Element{{all(1), all(0), all(0), all(0), all(0)}};
  Element reduced = number;
  for (std::size_t i = 0; i < limb_count; ++i) reduced.limbs[i] -= all(modulus[i]);
  reduced = carry(reduced);
  return select(_mm512_movepi64_mask(reduced.limbs[limb_count - 1]), number, reduced);
}

PALMKEY_LANES_CODE __mmask8 zero_lanes(const Element& a) {
  const Element number = from_montgomery(a);
  Vector bits = number.limbs[0];
  for (std::size_t i = 1; i < limb_count; ++i) bits |= number.limbs[i];
  return _mm512_testn_epi64_mask(bits, bits);
}

// a^(p-2), by Fermat's little theorem. p - 2 is, in bits: 31 ones, a zero, 128 ones, 32 zeros, 62 ones, 01.
// `onesN` is a to the number of N ones.
PALMKEY_LANES_CODE Element inverse(const Element& a) {
  const Element ones2 = square(a) * a;
  const Element ones3 = square(ones2) * a;
  const Element ones6 = squared(ones3, 3) * ones3;
  const Element ones12 = squared(ones6, 6) * ones6;
  const Element ones15 = squared(ones12, 3) * ones3;
  const Element ones30 = squared(ones15, 15) * ones15;
  const Element ones31 = square(ones30) * a;
  const Element ones32 = square(ones31) * a;
  Element power = squared(ones31, 33) * ones32;
  for (int i = 0; i < 3; ++i) power = squared(power, 32) * ones32;
  power = squared(power, 64) * ones32;
  power = squared(power, 30) * ones30;
  return squared(power, 2) * a;
}

void Numbers::set(std::size_t lane, const Limbs& number) {
  limbs[0][lane] = number[0] & limb_mask;
  limbs[1][lane] = (number[0] >> 52 | number[1] << 12) & limb_mask;
  limbs[2][lane] = (number[1] >> 40 | number[2] << 24) & limb_mask;
  limbs[3][lane] = (number[2] >> 28 | number[3] << 36) & limb_mask;
  limbs[4][lane] = number[3] >> 16;
}

Limbs Numbers::get(std::size_t lane) const {
  return {limbs[0][lane] | limbs[1][lane] << 52, limbs[1][lane] >> 12 | limbs[2][lane] << 40,
          limbs[2][lane] >> 24 | limbs[3][lane] << 28, limbs[3][lane] >> 36 | limbs[4][lane] << 16};
}

}  // namespace palmkey::core::sm2::lanes

#endif
