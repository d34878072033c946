// Multiples of a point that has a table: combs of signed digits. Hamburg, "Fast and compact elliptic-curve
// cryptography" (eprint 2012/309), section 3.3.
#pragma once

#include <array>
#include <vector>

#include "core/sm2/jacobian.hpp"
#include "core/sm2/look_up.hpp"
#include "core/sm2/signed_digits.hpp"

namespace palmkey::core::sm2 {

// `combs` tables, each for `teeth` digits that lie `spacing` apart, serve all the digits with spacing - 1
// doublings: digit j + spacing·(tooth + teeth·comb) in turn j.
template <std::size_t Combs, std::size_t Teeth, std::size_t Spacing>
struct CombShape {
  static constexpr std::size_t combs = Combs;
  static constexpr std::size_t teeth = Teeth;
  static constexpr std::size_t spacing = Spacing;
  static constexpr std::size_t length = Combs * Teeth * Spacing;
  static constexpr std::size_t entries = std::size_t{1} << (Teeth - 1);
  static_assert(length >= 256);
  using Digits = SignedDigits<length>;
  // Entry e of comb c is the sum over its teeth t of ±2^(spacing·(t + teeth·c))·P: plus for the last tooth,
  // and for the others where bit t of e is set.
  using Table = std::array<std::array<Affine<PortableField>, entries>, combs>;

  static constexpr SignedWindow window(const Digits& digits, std::size_t comb, std::size_t turn) {
    return digits.template window<Teeth>(turn + Spacing * Teeth * comb, Spacing);
  }
};

// Every entry of a table. The point is public.
template <class Machine, class Shape>
void fill_table(typename Shape::Table& table, const Affine<Machine>& point) {
  using Sum = Jacobian<Machine>;
  using Element = BasicFieldElement<Machine>;
  std::vector<Sum> all;
  all.reserve(Shape::combs * Shape::entries);
  Sum power = Sum::of(point);
  for (std::size_t comb = 0; comb < Shape::combs; ++comb) {
    std::array<Sum, Shape::teeth> teeth;
    for (std::size_t tooth = 0; tooth < Shape::teeth; ++tooth) {
      if (comb + tooth > 0) {
        for (std::size_t i = 0; i < Shape::spacing; ++i) double_in_place(power);
      }
      teeth[tooth] = power;
    }
    Sum sum = teeth.back();
    for (std::size_t tooth = 0; tooth + 1 < Shape::teeth; ++tooth) {
      sum = add(sum, teeth[tooth].negated_if(~std::uint64_t{0}));
      double_in_place(teeth[tooth]);
    }
    const std::size_t base = all.size();
    all.push_back(sum);
    for (std::size_t tooth = 0; tooth + 1 < Shape::teeth; ++tooth) {
      for (std::size_t e = 0; e < std::size_t{1} << tooth; ++e)
        all.push_back(add(all[base + e], teeth[tooth]));
    }
  }
  // All at once (Montgomery's trick): the inverse of the product of all z, taken apart from the end.
  std::vector<Element> products(all.size());
  Element product = Element::one();
  for (std::size_t i = 0; i < all.size(); ++i) {
    products[i] = product;
    product = product * all[i].z;
  }
  Element inverse = product.inverse();
  for (std::size_t i = all.size(); i-- > 0;) {
    const Element z = inverse * products[i];
    inverse = inverse * all[i].z;
    const Element zz = z.squared();
    table[i / Shape::entries][i % Shape::entries] = {
        FieldElement::of_montgomery((all[i].x * zz).montgomery()),
        FieldElement::of_montgomery((all[i].y * (zz * z)).montgomery())};
  }
}

// k·P in constant time.
//
// The steps that are faster for unequal points are taken where they can't be equal: before a comb's entry is
// added, what is there and the entry are different integers times P, both below 2^bits, and for bits < 256
// the two are different modulo n too, and so is their sum from zero.
template <class Machine, class Shape>
Jacobian<Machine> comb_multiply(const Limbs& k, const typename Shape::Table& table) {
  const Wiped<typename Shape::Digits> digits{typename Shape::Digits(k)};
  Wiped<Jacobian<Machine>> sum;
  Wiped<Affine<Machine>> entry;
  for (std::size_t turn = Shape::spacing; turn-- > 0;) {
    if (turn + 1 < Shape::spacing) double_in_place(sum.value);
    for (std::size_t comb = 0; comb < Shape::combs; ++comb) {
      const SignedWindow window = Shape::window(digits.value, comb, turn);
      entry.value = look_up_entry<Machine>(table[comb], window.index).negated_if(window.negative);
      const std::size_t bits = Shape::spacing == 1 ? Shape::teeth * (comb + 1) : Shape::length - turn;
      if (comb == 0 && turn + 1 == Shape::spacing) {
        sum.value = Jacobian<Machine>::of(entry.value);
      } else if (bits < 256) {
        add_unequal(sum.value, entry.value);
      } else {
        sum.value = add(sum.value, Jacobian<Machine>::of(entry.value));
      }
    }
  }
  return sum.value;
}

}  // namespace palmkey::core::sm2
