// The functions of a PointPath for one machine's field arithmetic.
#pragma once

#include "core/sm2/point_path.hpp"
#include "core/sm2/public_multiply.hpp"
#include "core/sm2/window.hpp"

namespace palmkey::core::sm2 {

template <class Machine>
struct PointMultiplications {
  using Element = BasicFieldElement<Machine>;
  using Projective = Jacobian<Machine>;
  using Finite = Affine<Machine>;

  static Finite from(const AffinePoint& p) {
    return {Element::of_montgomery(p.x.montgomery()), Element::of_montgomery(p.y.montgomery())};
  }
  static bool finish(AffinePoint& result, const Projective& p) {
    const Wiped<Finite> affine(to_affine(p));
    result = {FieldElement::of_montgomery(affine.value.x.montgomery()),
              FieldElement::of_montgomery(affine.value.y.montgomery())};
    return !p.z.is_zero();
  }

  static bool multiply_base(AffinePoint& product, const Limbs& k) {
    const Wiped<Projective> p(comb_multiply<Machine, BaseShape>(k, base_table()));
    return finish(product, p.value);
  }
  static bool multiply(AffinePoint& product, const Limbs& k, const AffinePoint& p) {
    const Wiped<Finite> point(from(p));
    const Wiped<Projective> result(window_multiply<Machine>(k, point.value));
    return finish(product, result.value);
  }
  static bool add(AffinePoint& sum, const AffinePoint& p, const AffinePoint& q) {
    const Wiped<Projective> left(Projective::of(from(p)));
    const Wiped<Projective> right(Projective::of(from(q)));
    const Wiped<Projective> result(sm2::add(left.value, right.value));
    return finish(sum, result.value);
  }
  static bool multiply_base_add(AffinePoint& sum, const Limbs& a, const Limbs& b, const AffinePoint& p) {
    const Wiped<Finite> point(from(p));
    const Wiped<Projective> left(comb_multiply<Machine, BaseShape>(a, base_table()));
    const Wiped<Projective> right(window_multiply<Machine>(b, point.value));
    const Wiped<Projective> result(sm2::add(left.value, right.value));
    return finish(sum, result.value);
  }

  static bool multiply_base_add_public(AffinePoint& sum, const Limbs& a, const Limbs& b,
                                       const AffinePoint& p) {
    return finish(sum, multiply_add_public<Machine, BaseShape>(a, base_table(), b, from(p)));
  }
  static bool sum_has_x_public(const Limbs& a, const Limbs& b, const AffinePoint& p, const Limbs& v) {
    return has_x_public(multiply_add_public<Machine, BaseShape>(a, base_table(), b, from(p)), v);
  }
  static constexpr PointPath path(std::string_view name) {
    return {
        name, multiply_base, multiply, add, multiply_base_add, multiply_base_add_public, sum_has_x_public};
  }
};

template <class Machine>
struct TableFunctions {
  static Affine<Machine> from(const AffinePoint& p) { return PointMultiplications<Machine>::from(p); }

  static void fill_base(BaseShape::Table& table) { fill_table<Machine, BaseShape>(table, from(base_point)); }
  static void fill_known(KnownShape::Table& table, const AffinePoint& p) {
    fill_table<Machine, KnownShape>(table, from(p));
  }
  static bool sum_has_x(const Limbs& a, const Limbs& b, const KnownShape::Table& p, const Limbs& v) {
    return has_x_public(multiply_add_known<Machine, BaseShape, KnownShape>(a, base_table(), b, p), v);
  }

  static constexpr TablePath path() { return {fill_base, fill_known, sum_has_x}; }
};

}  // namespace palmkey::core::sm2
