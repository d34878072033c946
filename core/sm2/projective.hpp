// Points of the SM2 curve in homogeneous coordinates, infinity included, in constant time.
#pragma once

#include <span>

#include "core/sm2/field.hpp"

namespace palmkey::core::sm2 {

// b of the curve y² = x³ - 3x + b (GB/T 32918.5).
inline constexpr FieldElement curve_b =
    FieldElement::of_limbs({0xddbcbd414d940e93, 0xf39789f515ab8f92, 0x4d5a9e4bcf6509a7, 0x28e9fa9e9d9f5e34});

// (X : Y : Z) stands for the affine point (X/Z, Y/Z); infinity is (0 : 1 : 0).
struct ProjectivePoint {
  FieldElement x;
  FieldElement y = FieldElement::one();
  FieldElement z;
};

// For any two points, equal, opposite or infinity alike.
ProjectivePoint add(const ProjectivePoint& p, const ProjectivePoint& q);
ProjectivePoint twice(const ProjectivePoint& p);

// points[index], by looking at each of them.
ProjectivePoint look_up(std::span<const ProjectivePoint> points, std::uint64_t index);

}  // namespace palmkey::core::sm2
