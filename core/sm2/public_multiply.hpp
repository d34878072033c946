// Sums of multiples in variable time, for verification: scalars and points are public.
#pragma once

#include <array>
#include <cstdint>

#include "core/sm2/comb.hpp"
#include "core/sm2/odd_multiples.hpp"

namespace palmkey::core::sm2 {

// Whether the element is zero; it is public.
template <class Element>
bool is_zero_public(const Element& element) {
  if constexpr (requires { element.is_zero_public(); }) return element.is_zero_public();
  return element.is_zero();
}

// P becomes P + Q, for any two points.
template <class Machine>
void add_public(Jacobian<Machine>& p, const Jacobian<Machine>& q) {
  if (is_zero_public(q.z)) return;
  if (is_zero_public(p.z)) {
    p = q;
    return;
  }
  const Jacobian<Machine> before = p;
  add_unequal(p, q);
  // Infinity if the two are opposite, and wrongly if they are equal.
  if (is_zero_public(p.z)) p = add(before, q);
}
template <class Machine>
void add_public(Jacobian<Machine>& p, const Affine<Machine>& q) {
  if (is_zero_public(p.z)) {
    p = Jacobian<Machine>::of(q);
    return;
  }
  const Jacobian<Machine> before = p;
  add_unequal(p, q);
  if (is_zero_public(p.z)) p = add(before, Jacobian<Machine>::of(q));
}

// k·P for a point that has a table, a turn at a time: the caller doubles the sum between two turns.
template <class Machine, class Shape>
class PublicComb {
 public:
  PublicComb(const Limbs& k, const typename Shape::Table& table) : digits_(k), table_(table) {}

  void add_turn(Jacobian<Machine>& sum, std::size_t turn) const {
    for (std::size_t comb = 0; comb < Shape::combs; ++comb) {
      const SignedWindow window = Shape::window(digits_, comb, turn);
      add_public(sum, entry_for<Machine>(table_[comb][window.index]).negated_if(window.negative));
    }
  }

 private:
  typename Shape::Digits digits_;
  const typename Shape::Table& table_;
};

// The non-adjacent form of width w: k = Σ d(i)·2^i with each d(i) zero or odd and below 2^(w-1) in size, and
// of any w in a row at most one not zero. Guide to Elliptic Curve Cryptography, algorithm 3.35.
template <int Width>
std::array<std::int16_t, 257> non_adjacent_form(Limbs k) {
  std::array<std::int16_t, 257> digits{};
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if ((k[0] & 1) != 0) {
      const int window = static_cast<int>(k[0] & ((1u << Width) - 1));
      const int digit = window >= 1 << (Width - 1) ? window - (1 << Width) : window;
      digits[i] = static_cast<std::int16_t>(digit);
      // k - digit: for a negative one the carry ends below 2^256, as k is less than n.
      std::uint64_t carry = 0;
      if (digit < 0) {
        k[0] = add_with_carry(k[0], static_cast<std::uint64_t>(-digit), carry);
        for (std::size_t j = 1; j < 4; ++j) k[j] = add_with_carry(k[j], 0, carry);
      } else {
        k[0] -= static_cast<std::uint64_t>(digit);
      }
    }
    for (std::size_t j = 0; j < 3; ++j) k[j] = k[j] >> 1 | k[j + 1] << 63;
    k[3] >>= 1;
  }
  return digits;
}

// k·G for a G that has a table, as multiply_add_public takes it in. The first comb of a table without spacing
// holds odd multiples, and non-adjacent digits of their width meet fewer of them than all combs have.
template <class Machine, class Shape>
class PublicBase {
 public:
  PublicBase(const Limbs& k, const typename Shape::Table& table)
      : digits_(non_adjacent_form<Shape::teeth + 1>(k)), table_(table) {}
  void add_turn(Jacobian<Machine>& sum, std::size_t turn) const {
    const int digit = digits_[turn];
    if (digit == 0) return;
    const std::size_t size = static_cast<std::size_t>(digit < 0 ? -digit : digit);
    add_public(sum, entry_for<Machine>(table_[0][size / 2]).negated_if(mask_of_bit(digit < 0 ? 1 : 0)));
  }

 private:
  std::array<std::int16_t, 257> digits_;
  const typename Shape::Table& table_;
};

// a·G + b·P, where G has a table of this shape; the two share their doublings (Straus).
template <class Machine, class Shape>
Jacobian<Machine> multiply_add_public(const Limbs& a, const typename Shape::Table& table, const Limbs& b,
                                      const Affine<Machine>& p) {
  using Sum = Jacobian<Machine>;
  constexpr int width = 5;
  std::array<Sum, 1 << (width - 2)> odd_multiples;  // P, 3P, ... 15P
  set_odd_multiples(odd_multiples, p);
  const auto digits = non_adjacent_form<width>(b);
  Sum sum;
  const auto run = [&](const auto& base, std::size_t base_turns) {
    for (std::size_t i = digits.size(); i-- > 0;) {
      if (!is_zero_public(sum.z)) double_in_place(sum);
      if (digits[i] > 0) add_public(sum, odd_multiples[static_cast<std::size_t>(digits[i] / 2)]);
      if (digits[i] < 0)
        add_public(sum,
                   odd_multiples[static_cast<std::size_t>(-digits[i] / 2)].negated_if(~std::uint64_t{0}));
      if (i < base_turns) base.add_turn(sum, i);
    }
  };
  if constexpr (Shape::spacing == 1) {
    run(PublicBase<Machine, Shape>(a, table), digits.size());
  } else {
    run(PublicComb<Machine, Shape>(a, table), Shape::spacing);
  }
  return sum;
}

// a·G + b·P, where both have tables.
template <class Machine, class Shape, class OtherShape>
Jacobian<Machine> multiply_add_known(const Limbs& a, const typename Shape::Table& table, const Limbs& b,
                                     const typename OtherShape::Table& other_table) {
  const PublicComb<Machine, Shape> comb(a, table);
  const PublicComb<Machine, OtherShape> other_comb(b, other_table);
  Jacobian<Machine> sum;
  for (std::size_t i = Shape::spacing > OtherShape::spacing ? Shape::spacing : OtherShape::spacing;
       i-- > 0;) {
    if (!is_zero_public(sum.z)) double_in_place(sum);
    if (i < Shape::spacing) comb.add_turn(sum, i);
    if (i < OtherShape::spacing) other_comb.add_turn(sum, i);
  }
  return sum;
}

// Whether P is finite with x = v mod n, for v less than n: x is v or v + n, and X = x·Z² saves the inversion.
template <class Machine>
bool has_x_public(const Jacobian<Machine>& p, const Limbs& v) {
  using Element = BasicFieldElement<Machine>;
  if (is_zero_public(p.z)) return false;
  const Element zz = p.z.squared();
  if ((Element::of_limbs(v) * zz - p.x).is_zero()) return true;
  Limbs sum{};
  std::uint64_t carry = 0;
  for (std::size_t i = 0; i < 4; ++i) sum[i] = add_with_carry(v[i], order[i], carry);
  if (carry != 0 || is_less(sum, field_modulus) == 0) return false;
  return (Element::of_limbs(sum) * zz - p.x).is_zero();
}

}  // namespace palmkey::core::sm2
