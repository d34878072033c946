// Points of the SM2 curve and their sums, computed by OpenSSL's general curve code.
#pragma once

#include <openssl/ec.h>
#include <openssl/obj_mac.h>

#include <cstdlib>
#include <memory>

#include "core/sm2/point.hpp"

namespace palmkey::core::testing {

// The bytes of a finite point, or nothing for infinity.
class OpensslCurve {
 public:
  // a·G + b·P
  Bytes multiply(const sm2::Scalar& a, const sm2::Scalar& b, const sm2::Point& p) const {
    const CurvePoint sum = make();
    check(EC_POINT_mul(group_.get(), sum.get(), number(a).get(), decode(p).get(), number(b).get(), nullptr));
    return encode(sum);
  }

  Bytes add(const sm2::Point& p, const sm2::Point& q) const {
    const CurvePoint sum = make();
    check(EC_POINT_add(group_.get(), sum.get(), decode(p).get(), decode(q).get(), nullptr));
    return encode(sum);
  }

 private:
  using Number = std::unique_ptr<BIGNUM, decltype(&BN_free)>;
  using CurvePoint = std::unique_ptr<EC_POINT, decltype(&EC_POINT_free)>;

  static void check(int answer) {
    if (answer != 1) std::abort();  // a mistake in the test
  }
  static Number number(const sm2::Scalar& scalar) {
    const auto bytes = scalar.encode_public();
    return {BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr), BN_free};
  }
  CurvePoint make() const { return {EC_POINT_new(group_.get()), EC_POINT_free}; }
  CurvePoint decode(const sm2::Point& p) const {
    CurvePoint point = make();
    const auto bytes = p.encode();
    check(EC_POINT_oct2point(group_.get(), point.get(), bytes.data(), bytes.size(), nullptr));
    return point;
  }
  Bytes encode(const CurvePoint& point) const {
    if (EC_POINT_is_at_infinity(group_.get(), point.get()) == 1) return {};
    Bytes bytes(65);
    check(EC_POINT_point2oct(group_.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED, bytes.data(),
                             bytes.size(), nullptr) == bytes.size());
    return bytes;
  }

  std::unique_ptr<EC_GROUP, decltype(&EC_GROUP_free)> group_{EC_GROUP_new_by_curve_name(NID_sm2),
                                                             EC_GROUP_free};
};

}  // namespace palmkey::core::testing
