// The encryption key d_e = u1 + u2, split between device and vault at each installation. docs/protocol.md,
// "Encryption key".
#pragma once

#include "core/random.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "core/sm2/encryption.hpp"
#include "core/sm2/point.hpp"
#include "core/sm2/scalar.hpp"

namespace palmkey::core::splitkey {

struct EncryptionShares {
  sm2::Scalar u1;  // the device's
  sm2::Scalar u2;  // the vault's
};

// Splits a nonzero key anew; both shares are nonzero.
Result<EncryptionShares> split_encryption_key(const sm2::Scalar& d_e, Random& random);

// The vault's part: T = u2·C1. Error::not_on_curve if that is infinity.
Result<sm2::Point> partial_decryption(const sm2::Scalar& u2, const sm2::Point& c1);

// The device's part: u1·C1 + T, then SM2 decryption, whose C3 shows up a wrong T or a wrong share.
// Error::decryption_failed, whatever was wrong.
Result<Secret> finish_decryption(const sm2::Scalar& u1, const sm2::Point& t,
                                 const sm2::Ciphertext& ciphertext);

}  // namespace palmkey::core::splitkey
