// Between a Point and the coordinates that are computed with. Internal to core/sm2.
#pragma once

#include "core/sm2/point.hpp"
#include "core/sm2/point_path.hpp"

namespace palmkey::core::sm2 {

struct PointAccess {
  // `p` is on the curve.
  static constexpr Point make(const AffinePoint& p) {
    Point point;
    point.x_ = p.x.montgomery();
    point.y_ = p.y.montgomery();
    return point;
  }

  static constexpr AffinePoint affine(const Point& p) {
    return {FieldElement::of_montgomery(p.x_), FieldElement::of_montgomery(p.y_)};
  }
};

}  // namespace palmkey::core::sm2
