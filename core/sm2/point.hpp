// Finite points of the SM2 curve (GB/T 32918.5), affine. The point at infinity is never a Point: it is an
// error.
#pragma once

#include "core/bytes.hpp"
#include "core/result.hpp"
#include "core/sm2/scalar.hpp"

namespace palmkey::core::sm2 {

class Point {
 public:
  // 04 | X | Y, 65 bytes, canonical coordinates, on the curve; Error::malformed or Error::not_on_curve
  // otherwise.
  static Result<Point> decode(ByteView bytes65);
  // X | Y, 64 bytes, the same checks.
  static Result<Point> decode_xy(ByteView bytes64);
  static const Point& base();

  ByteArray<65> encode() const;
  ByteArray<32> x() const;
  ByteArray<32> y() const;

  // Not constant-time: for public points.
  bool operator==(const Point& other) const = default;

  Point negate() const;

 private:
  friend struct PointAccess;  // the arithmetic, point_access.hpp
  Point() = default;
  // Coordinates as FieldElement holds them: one form of each number, so that bytes are read only once.
  std::array<std::uint64_t, 4> x_{};
  std::array<std::uint64_t, 4> y_{};
};

// k·G and k·P in constant time; Error::not_on_curve if the result is infinity (k = 0).
Result<Point> multiply_base(const Scalar& k);
Result<Point> multiply(const Scalar& k, const Point& p);

// P + Q; Error::not_on_curve if the result is infinity.
Result<Point> add(const Point& p, const Point& q);

// a·G + b·P, in constant time (both may be secret). Error::not_on_curve if infinity.
Result<Point> multiply_base_add(const Scalar& a, const Scalar& b, const Point& p);

// a·G + b·P in variable time, only where all is public (verification). Error::not_on_curve if infinity.
Result<Point> multiply_base_add_public(const Scalar& a, const Scalar& b, const Point& p);

}  // namespace palmkey::core::sm2
