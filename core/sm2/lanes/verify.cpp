#include "core/sm2/lanes/verify.hpp"

#if defined(PALMKEY_LANES)

#include <algorithm>

#include "core/sm2/lanes/base_comb.hpp"

namespace palmkey::core::sm2::lanes {
namespace {

constexpr int window_bits = 5;
constexpr std::size_t window_digits = 52;  // 260 bits
constexpr std::size_t odd_multiples = std::size_t{1} << (window_bits - 1);

// Eight equations, limb by limb.
struct Inputs {
  Numbers key_x, key_y, s, t, x;
};

// P, 3P, ... 31P.
PALMKEY_LANES_CODE void fill_table(Addend (&table)[odd_multiples], const Affine& p) {
  Jacobian multiple = {p.x, p.y, all(one)};
  Jacobian step = multiple;
  twice(step);
  const Addend two = addend(step);
  table[0] = addend(multiple);
  for (std::size_t i = 1; i < odd_multiples; ++i) {
    add(multiple, two);
    table[i] = addend(multiple);
  }
}

PALMKEY_LANES_INLINE void copy(Element& to, __mmask8 mask, const Element& from) {
#pragma GCC unroll 5
  for (std::size_t i = 0; i < limb_count; ++i)
    to.limbs[i] = _mm512_mask_mov_epi64(to.limbs[i], mask, from.limbs[i]);
}

// Each lane's own entry. Looking at all is faster than gathering.
PALMKEY_LANES_CODE Addend look_up(const Addend (&table)[odd_multiples], const Digit& digit) {
  Addend found = table[0];
  for (std::size_t i = 1; i < odd_multiples; ++i) {
    const __mmask8 here = _mm512_cmpeq_epi64_mask(digit.index, all(i));
    copy(found.x, here, table[i].x);
    copy(found.y, here, table[i].y);
    copy(found.z, here, table[i].z);
    copy(found.zz, here, table[i].zz);
    copy(found.zzz, here, table[i].zzz);
  }
  found.y = select(digit.negative, opposite<2>(found.y), found.y);
  return found;
}

// t·P for odd t: its uppermost digit is always 1, as t is less than 2^256.
PALMKEY_LANES_CODE Jacobian multiply(const Element& t, const Affine& p) {
  Addend table[odd_multiples] = {};
  fill_table(table, p);
  Jacobian sum = {p.x, p.y, all(one)};
  for (std::size_t j = window_digits - 1; j-- > 0;) {
    for (int bit = 0; bit < window_bits; ++bit) twice(sum);
    add(sum, look_up(table, digit<window_bits>(t, j)));
  }
  return sum;
}

// The lanes in which `number`, less than p, is the point's affine x.
PALMKEY_LANES_CODE __mmask8 has_x(const Jacobian& point, const Element& zz, const Element& number) {
  const Element x = number * all(r_squared);
  return zero_lanes(carry(difference<2>(x * zz, point.x)));
}

// x + n where that is still less than p, else x.
PALMKEY_LANES_CODE Element other_number(const Element& x) {
  const Element x_plus_n = carry(sum(x, all(order)));
  const Element excess = carry(difference<0>(x_plus_n, all(modulus)));
  return select(_mm512_movepi64_mask(excess.limbs[limb_count - 1]), x_plus_n, x);
}

PALMKEY_LANES_CODE void judge(const Inputs& inputs, __mmask8& holds, __mmask8& unknown) {
  Element t = load(inputs.t);
  const __mmask8 was_even = make_odd(t);
  Affine p = {load_montgomery(inputs.key_x), load_montgomery(inputs.key_y)};
  p.y = select(was_even, opposite<2>(p.y), p.y);
  Jacobian sum = multiply(t, p);
  add_multiple_of_base(sum, inputs.s);
  const Element zz = square(sum.z);
  unknown = zero_lanes(sum.z);
  const Element x = load(inputs.x);
  holds = has_x(sum, zz, x) | has_x(sum, zz, other_number(x));
}

}  // namespace

void judge(std::span<const Equation> equations, std::span<Verdict> verdicts) {
  Inputs inputs{};
  for (std::size_t lane = 0; lane < width; ++lane) {
    // The lanes that are left over do the last one again.
    const Equation& equation = equations[std::min(lane, equations.size() - 1)];
    inputs.key_x.set(lane, limbs_of_bytes(equation.public_key->x()));
    inputs.key_y.set(lane, limbs_of_bytes(equation.public_key->y()));
    inputs.s.set(lane, equation.s.limbs());
    inputs.t.set(lane, equation.t.limbs());
    inputs.x.set(lane, equation.x.limbs());
  }
  __mmask8 holds = 0;
  __mmask8 unknown = 0;
  judge(inputs, holds, unknown);
  for (std::size_t lane = 0; lane < equations.size(); ++lane) {
    const int bit = 1 << lane;
    verdicts[lane] = (unknown & bit) != 0 ? Verdict::unknown
                     : (holds & bit) != 0 ? Verdict::holds
                                          : Verdict::fails;
  }
}

}  // namespace palmkey::core::sm2::lanes

#endif
