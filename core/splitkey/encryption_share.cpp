#include "core/splitkey/encryption_share.hpp"

namespace palmkey::core::splitkey {

Result<EncryptionShares> split_encryption_key(const sm2::Scalar& d_e, Random& random) {
  if (d_e.is_zero()) return Error::out_of_range;
  for (int attempt = 0; attempt < 8; ++attempt) {
    EncryptionShares shares;
    PALMKEY_TRY(u1, sm2::Scalar::random(random));
    shares.u1 = std::move(u1);
    shares.u2 = d_e - shares.u1;
    if (!shares.u2.is_zero()) return shares;
  }
  return Error::random_failed;
}

Result<sm2::Point> partial_decryption(const sm2::Scalar& u2, const sm2::Point& c1) {
  return sm2::multiply(u2, c1);
}

Result<Secret> finish_decryption(const sm2::Scalar& u1, const sm2::Point& t,
                                 const sm2::Ciphertext& ciphertext) {
  const auto own = sm2::multiply(u1, ciphertext.c1);
  if (!own) return Error::decryption_failed;
  const auto shared = sm2::add(*own, t);
  if (!shared) return Error::decryption_failed;
  return sm2::open_with_shared_point(*shared, ciphertext);
}

}  // namespace palmkey::core::splitkey
