// New shares of the same keys, so that older copies of either share are worthless. docs/protocol.md, "Change
// of PIN".
#pragma once

#include "core/random.hpp"
#include "core/result.hpp"
#include "core/sm2/point.hpp"
#include "core/sm2/scalar.hpp"

namespace palmkey::core::splitkey {

struct SigningRefresh {
  sm2::Scalar d2;                      // the vault's new share, d2·t^-1
  sm2::Scalar t;                       // for the device: d1 becomes d1·t
  sm2::Point p2 = sm2::Point::base();  // new P2 = d2^-1·G, for the device's check
};
Result<SigningRefresh> refresh_signing_share(const sm2::Scalar& d2, Random& random);
sm2::Scalar apply_signing_refresh(const sm2::Scalar& d1, const sm2::Scalar& t);

struct EncryptionRefresh {
  sm2::Scalar u2;     // the vault's new share, u2 - delta
  sm2::Scalar delta;  // for the device: u1 becomes u1 + delta
};
Result<EncryptionRefresh> refresh_encryption_share(const sm2::Scalar& u2, Random& random);
sm2::Scalar apply_encryption_refresh(const sm2::Scalar& u1, const sm2::Scalar& delta);

}  // namespace palmkey::core::splitkey
