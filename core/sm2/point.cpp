#include "core/sm2/point.hpp"

#include <algorithm>

#include "core/constant_time.hpp"
#include "core/declare_public.hpp"
#include "core/sm2/point_access.hpp"

namespace palmkey::core::sm2 {
namespace {

constexpr Point base = PointAccess::make(base_point);

// `function` leaves its result in its first argument and says whether it is finite.
template <class... Arguments>
Result<Point> result_of(bool (*function)(AffinePoint&, Arguments...), Arguments... arguments) {
  Wiped<AffinePoint> result;
  // Infinity is an error for everybody; a nonzero multiple of a point never is.
  if (!public_answer(function(result.value, arguments...))) return Error::not_on_curve;
  return PointAccess::make(result.value);
}

}  // namespace

Result<Point> Point::decode(ByteView bytes65) {
  if (bytes65.size() != 65 || bytes65[0] != 0x04) return Error::malformed;
  return decode_xy(bytes65.subspan(1));
}

Result<Point> Point::decode_xy(ByteView bytes64) {
  if (bytes64.size() != 64) return Error::malformed;
  PALMKEY_TRY(x, FieldElement::decode(bytes64.first(32)));
  PALMKEY_TRY(y, FieldElement::decode(bytes64.last(32)));
  const FieldElement difference = y.squared() - (x.squared() * x - x.thrice() + curve_b);
  if (!difference.is_zero()) return Error::not_on_curve;
  return PointAccess::make({x, y});
}

const Point& Point::base() {
  return sm2::base;
}

ByteArray<65> Point::encode() const {
  ByteArray<65> bytes{0x04};
  const ByteArray<32> x_bytes = x();
  const ByteArray<32> y_bytes = y();
  std::copy(x_bytes.begin(), x_bytes.end(), bytes.begin() + 1);
  std::copy(y_bytes.begin(), y_bytes.end(), bytes.begin() + 33);
  return bytes;
}

ByteArray<32> Point::x() const {
  return PointAccess::affine(*this).x.encode();
}

ByteArray<32> Point::y() const {
  return PointAccess::affine(*this).y.encode();
}

Point Point::negate() const {
  const AffinePoint point = PointAccess::affine(*this);
  return PointAccess::make({point.x, FieldElement() - point.y});
}

Result<Point> multiply_base(const Scalar& k) {
  return result_of<const Limbs&>(point_path().multiply_base, k.limbs());
}

Result<Point> multiply(const Scalar& k, const Point& p) {
  const Wiped<AffinePoint> point(PointAccess::affine(p));
  return result_of<const Limbs&, const AffinePoint&>(point_path().multiply, k.limbs(), point.value);
}

Result<Point> add(const Point& p, const Point& q) {
  const Wiped<AffinePoint> left(PointAccess::affine(p));
  const Wiped<AffinePoint> right(PointAccess::affine(q));
  return result_of<const AffinePoint&, const AffinePoint&>(point_path().add, left.value, right.value);
}

Result<Point> multiply_base_add(const Scalar& a, const Scalar& b, const Point& p) {
  const Wiped<AffinePoint> point(PointAccess::affine(p));
  return result_of<const Limbs&, const Limbs&, const AffinePoint&>(point_path().multiply_base_add, a.limbs(),
                                                                   b.limbs(), point.value);
}

Result<Point> multiply_base_add_public(const Scalar& a, const Scalar& b, const Point& p) {
  return result_of<const Limbs&, const Limbs&, const AffinePoint&>(
      point_path().multiply_base_add_public, a.limbs(), b.limbs(), PointAccess::affine(p));
}

}  // namespace palmkey::core::sm2
