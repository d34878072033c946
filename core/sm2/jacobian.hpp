// Points of the SM2 curve y² = x³ - 3x + b (GB/T 32918.5) in Jacobian coordinates, in constant time, for any
// machine's field arithmetic.
#pragma once

#include "core/sm2/field.hpp"

namespace palmkey::core::sm2 {

inline constexpr FieldElement curve_b =
    FieldElement::of_limbs({0xddbcbd414d940e93, 0xf39789f515ab8f92, 0x4d5a9e4bcf6509a7, 0x28e9fa9e9d9f5e34});

// A finite point.
template <class Machine>
struct Affine {
  BasicFieldElement<Machine> x;
  BasicFieldElement<Machine> y;

  // With y negated where the mask has ones.
  Affine negated_if(std::uint64_t mask) const {
    using Element = BasicFieldElement<Machine>;
    return {x, Element::select(mask, Element() - y, y)};
  }
};

// (X : Y : Z) stands for the affine point (X/Z², Y/Z³), and for infinity if Z is zero.
template <class Machine>
struct Jacobian {
  using Element = BasicFieldElement<Machine>;
  Element x = Element::one();
  Element y = Element::one();
  Element z;

  static Jacobian of(const Affine<Machine>& p) { return {p.x, p.y, Element::one()}; }

  Jacobian negated_if(std::uint64_t mask) const { return {x, Element::select(mask, Element() - y, y), z}; }
  static Jacobian select(std::uint64_t mask, const Jacobian& a, const Jacobian& b) {
    return {Element::select(mask, a.x, b.x), Element::select(mask, a.y, b.y),
            Element::select(mask, a.z, b.z)};
  }
};

// In the formulas below, steps that do not need each other stand side by side: a processor that looks a few
// products ahead works at both.

// P becomes 2P, for every P: there is no point of order two, and infinity stays infinity. Hankerson, Menezes,
// Vanstone, "Guide to Elliptic Curve Cryptography", algorithm 3.21, with everything scaled by Z3 = Y1·Z1
// instead of 2·Y1·Z1, which leaves out additions: A = 3/2·(X1 - Z1²)(X1 + Z1²), S = X1·Y1², X3 = A² - 2S, Y3
// = A(S - X3) - Y1⁴.
template <class Machine>
void double_in_place(Jacobian<Machine>& p) {
  const auto zz = p.z.squared();
  const auto yy = p.y.squared();
  p.z.set_product(p.y, p.z);
  const auto t = (p.x - zz) * (p.x + zz);
  const auto s = p.x * yy;
  const auto a = t + t.half();
  const auto yyyy = yy.squared();
  p.x.set_difference(a.squared(), s + s);
  p.y.set_difference((s - p.x) * a, yyyy);
}

// P becomes P + Q, where P and Q are finite and P is not Q; P = -Q gives infinity. The same book,
// algorithm 3.22.
template <class Machine>
void add_unequal(Jacobian<Machine>& p, const Affine<Machine>& q) {
  const auto zz = p.z.squared();
  const auto zzz = zz * p.z;
  const auto h = q.x * zz - p.x;
  const auto r = q.y * zzz - p.y;
  const auto hh = h.squared();
  const auto rr = r.squared();
  const auto hhh = hh * h;
  p.z.set_product(p.z, h);
  const auto v = p.x * hh;
  const auto sh = p.y * hhh;
  p.x.set_difference(rr, hhh + v + v);
  p.y.set_difference(r * (v - p.x), sh);
}

// The same for two points in Jacobian coordinates: Cohen, Miyaji, Ono, "Efficient elliptic curve
// exponentiation using mixed coordinates", ASIACRYPT 1998, section 2.2.
template <class Machine>
void add_unequal(Jacobian<Machine>& p, const Jacobian<Machine>& q) {
  const auto zz1 = p.z.squared();
  const auto zz2 = q.z.squared();
  const auto zzz1 = zz1 * p.z;
  const auto zzz2 = zz2 * q.z;
  const auto u1 = p.x * zz2;
  const auto s1 = p.y * zzz2;
  const auto h = q.x * zz1 - u1;
  const auto z = p.z * q.z;
  const auto hh = h.squared();
  const auto r = q.y * zzz1 - s1;
  const auto hhh = hh * h;
  const auto v = u1 * hh;
  const auto rr = r.squared();
  p.z.set_product(z, h);
  const auto sh = s1 * hhh;
  p.x.set_difference(rr, hhh + v + v);
  p.y.set_difference(r * (v - p.x), sh);
}

template <class Machine>
Jacobian<Machine> twice(Jacobian<Machine> p) {
  double_in_place(p);
  return p;
}

// P + Q for any two points, equal, opposite or infinity alike, always with the same steps.
template <class Machine>
Jacobian<Machine> add(const Jacobian<Machine>& p, const Jacobian<Machine>& q) {
  using Sum = Jacobian<Machine>;
  Sum different = p;
  add_unequal(different, q);
  const auto zz1 = p.z.squared();
  const auto zz2 = q.z.squared();
  const std::uint64_t same_x = (p.x * zz2 - q.x * zz1).zero_mask();
  const std::uint64_t same_y = (p.y * (zz2 * q.z) - q.y * (zz1 * p.z)).zero_mask();
  Sum sum = Sum::select(same_x & same_y, twice(p), different);
  sum = Sum::select(q.z.zero_mask(), p, sum);
  return Sum::select(p.z.zero_mask(), q, sum);
}

// The affine point; of infinity (0, 0), which is not on the curve.
template <class Machine>
Affine<Machine> to_affine(const Jacobian<Machine>& p) {
  const auto inverse = p.z.inverse();
  const auto inverse2 = inverse.squared();
  return {p.x * inverse2, p.y * (inverse2 * inverse)};
}

}  // namespace palmkey::core::sm2
