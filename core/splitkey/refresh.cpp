#include "core/splitkey/refresh.hpp"

namespace palmkey::core::splitkey {

Result<SigningRefresh> refresh_signing_share(const sm2::Scalar& d2, Random& random) {
  SigningRefresh refresh;
  PALMKEY_TRY(t, sm2::Scalar::random(random));
  refresh.t = std::move(t);
  refresh.d2 = d2 * refresh.t.inverse();
  PALMKEY_TRY(p2, sm2::multiply_base(refresh.d2.inverse()));
  refresh.p2 = p2;
  return refresh;
}

sm2::Scalar apply_signing_refresh(const sm2::Scalar& d1, const sm2::Scalar& t) {
  return d1 * t;
}

Result<EncryptionRefresh> refresh_encryption_share(const sm2::Scalar& u2, Random& random) {
  for (int attempt = 0; attempt < 8; ++attempt) {
    EncryptionRefresh refresh;
    PALMKEY_TRY(delta, sm2::Scalar::random(random));
    refresh.delta = std::move(delta);
    refresh.u2 = u2 - refresh.delta;
    if (!refresh.u2.is_zero()) return refresh;
  }
  return Error::random_failed;
}

sm2::Scalar apply_encryption_refresh(const sm2::Scalar& u1, const sm2::Scalar& delta) {
  return u1 + delta;
}

}  // namespace palmkey::core::splitkey
