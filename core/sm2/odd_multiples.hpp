// P, 3P, 5P, ...: what the windows of a scalar choose from.
#pragma once

#include <array>
#include <cstddef>

#include "core/sm2/jacobian.hpp"

namespace palmkey::core::sm2 {

// In constant time. Points with the same Z are added with half the products (Meloni, "New point addition
// formulae for ECC applications", WAIFI 2007, section 3): 2P and the multiple before share one, and both get
// that of the sum. No sum meets equal or opposite points, as P has a large prime order.
template <class Machine, std::size_t Count>
void set_odd_multiples(std::array<Jacobian<Machine>, Count>& multiples, const Affine<Machine>& p) {
  // Doubling as in double_in_place for Z1 = 1, where S and Y1⁴ are P's own coordinates for Z = Y1.
  Wiped<Affine<Machine>> two;
  auto& [two_x, two_y] = two.value;
  const auto yy = p.y.squared();
  const auto one = BasicFieldElement<Machine>::one();
  const auto t = (p.x - one) * (p.x + one);
  multiples[0] = {p.x * yy, yy.squared(), p.y};
  const auto a = t + t.half();
  two_x.set_difference(a.squared(), multiples[0].x + multiples[0].x);
  two_y.set_difference((multiples[0].x - two_x) * a, multiples[0].y);

  for (std::size_t i = 1; i < Count; ++i) {
    const auto& last = multiples[i - 1];
    const auto h = last.x - two_x;
    const auto r = last.y - two_y;
    const auto hh = h.squared();
    const auto rr = r.squared();
    multiples[i].z = last.z * h;
    two_x.set_product(two_x, hh);
    const auto v = last.x * hh;
    two_y.set_product(two_y, v - two_x);
    multiples[i].x.set_difference(rr, two_x + v);
    multiples[i].y.set_difference((two_x - multiples[i].x) * r, two_y);
  }
}

}  // namespace palmkey::core::sm2
