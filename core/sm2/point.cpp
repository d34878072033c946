#include "core/sm2/point.hpp"

#include <algorithm>

#include "core/constant_time.hpp"
#include "core/sm2/base_table.hpp"
#include "core/sm2/projective.hpp"

namespace palmkey::core::sm2 {

// Between the bytes of a Point and the coordinates that are computed with.
struct PointAccess {
  static constexpr Point make(const ByteArray<32>& x, const ByteArray<32>& y) {
    Point point;
    point.x_ = x;
    point.y_ = y;
    return point;
  }

  static ProjectivePoint projective(const Point& p) {
    return {FieldElement::of_limbs(limbs_of_bytes(p.x_)), FieldElement::of_limbs(limbs_of_bytes(p.y_)),
            FieldElement::one()};
  }

  static Result<Point> affine(const ProjectivePoint& p) {
    if (p.z.is_zero()) return Error::not_on_curve;
    const Wiped<FieldElement> inverse(p.z.inverse());
    return make((p.x * inverse.value).encode(), (p.y * inverse.value).encode());
  }
};

namespace {

// G of GB/T 32918.5.
constexpr Point base_point = PointAccess::make(
    bytes_of_limbs({0x715a4589334c74c7, 0x8fe30bbff2660be1, 0x5f9904466a39c994, 0x32c4ae2c1f198119}),
    bytes_of_limbs({0x02df32e52139f0a0, 0xd0a9877cc62a4740, 0x59bdcee36b692153, 0xbc3736a2f4f6779c}));

// The comb's table with infinity as entry 0.
constexpr std::array<ProjectivePoint, 16> base_multiples = [] {
  std::array<ProjectivePoint, 16> points{};
  for (std::size_t i = 1; i < points.size(); ++i) {
    points[i] = {base_table[i - 1].x, base_table[i - 1].y, FieldElement::one()};
  }
  return points;
}();

// k·G with a comb (Lim, Lee, "More flexible exponentiation with precomputation", CRYPTO 1994): the four limbs
// of k are its four teeth, and the table holds the sums of G, 2^64 G, 2^128 G and 2^192 G.
ProjectivePoint comb_base(const Scalar& k) {
  Wiped<ProjectivePoint> sum;
  Wiped<ProjectivePoint> entry;
  for (int bit = 63; bit >= 0; --bit) {
    std::uint64_t index = 0;
    for (std::size_t tooth = 0; tooth < 4; ++tooth) index |= (k.limbs()[tooth] >> bit & 1) << tooth;
    entry.value = look_up(base_multiples, index);
    sum.value = add(twice(sum.value), entry.value);
  }
  return sum.value;
}

// k·P, four bits of k at a time, the upper ones first.
ProjectivePoint window_multiply(const Scalar& k, const ProjectivePoint& p) {
  Wiped<std::array<ProjectivePoint, 16>> multiples;  // 0, P, 2P, ... 15P
  for (std::size_t i = 1; i < 16; ++i) multiples.value[i] = add(multiples.value[i - 1], p);
  Wiped<ProjectivePoint> sum;
  Wiped<ProjectivePoint> entry;
  for (int shift = 252; shift >= 0; shift -= 4) {
    for (int i = 0; i < 4; ++i) sum.value = twice(sum.value);
    const auto bit = static_cast<unsigned>(shift);
    entry.value = look_up(multiples.value, k.limbs()[bit / 64] >> (bit % 64) & 15);
    sum.value = add(sum.value, entry.value);
  }
  return sum.value;
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
  const FieldElement difference = y * y - (x * x * x - x.thrice() + curve_b);
  if (!difference.is_zero()) return Error::not_on_curve;
  return PointAccess::make(x.encode(), y.encode());
}

const Point& Point::base() {
  return base_point;
}

ByteArray<65> Point::encode() const {
  ByteArray<65> bytes{0x04};
  std::copy(x_.begin(), x_.end(), bytes.begin() + 1);
  std::copy(y_.begin(), y_.end(), bytes.begin() + 33);
  return bytes;
}

ByteArray<32> Point::x() const {
  return x_;
}

ByteArray<32> Point::y() const {
  return y_;
}

Point Point::negate() const {
  const FieldElement y = FieldElement::of_limbs(limbs_of_bytes(y_));
  return PointAccess::make(x_, (FieldElement() - y).encode());
}

Result<Point> multiply_base(const Scalar& k) {
  const Wiped<ProjectivePoint> product(comb_base(k));
  return PointAccess::affine(product.value);
}

Result<Point> multiply(const Scalar& k, const Point& p) {
  const Wiped<ProjectivePoint> product(window_multiply(k, PointAccess::projective(p)));
  return PointAccess::affine(product.value);
}

Result<Point> add(const Point& p, const Point& q) {
  const Wiped<ProjectivePoint> sum(add(PointAccess::projective(p), PointAccess::projective(q)));
  return PointAccess::affine(sum.value);
}

Result<Point> multiply_base_add(const Scalar& a, const Scalar& b, const Point& p) {
  const Wiped<ProjectivePoint> left(comb_base(a));
  const Wiped<ProjectivePoint> right(window_multiply(b, PointAccess::projective(p)));
  const Wiped<ProjectivePoint> sum(add(left.value, right.value));
  return PointAccess::affine(sum.value);
}

Result<Point> multiply_base_add_public(const Scalar& a, const Scalar& b, const Point& p) {
  return multiply_base_add(a, b, p);  // the constant-time way is fast enough for verification
}

}  // namespace palmkey::core::sm2
