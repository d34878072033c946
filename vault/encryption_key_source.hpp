// What issuing and key recovery need of the key management centre.
#pragma once

#include <cstdint>
#include <vector>

#include "core/bytes.hpp"
#include "core/sm2/point.hpp"
#include "platform/database.hpp"

namespace palmkey::vault {

// Thread-safe.
class EncryptionKeySource {
 public:
  virtual ~EncryptionKeySource() = default;
  // Makes an encryption key pair for the holder of this split key, escrows it, and returns the public key.
  // Nothing of it stays if the transaction is rolled back.
  virtual core::sm2::Point create_encryption_key(platform::Transaction& transaction,
                                                 core::ByteView key_id) = 0;
  // How many encryption keys the holder of this split key has.
  virtual std::int64_t count(platform::Transaction& transaction, core::ByteView key_id) const = 0;
  // Makes the encryption keys of one split key those of another. The shares that there were are dead; the
  // next installation makes new ones. Whoever calls holds the rows of both split keys.
  virtual void move(platform::Transaction& transaction, core::ByteView from, core::ByteView to) = 0;
  // The escrowed encryption keys of a split key, each enveloped for this public key (SM2EnvelopedKey, DER),
  // oldest first.
  virtual std::vector<core::Bytes> enveloped(platform::Transaction& transaction, core::ByteView key_id,
                                             const core::sm2::Point& recipient) const = 0;
};

}  // namespace palmkey::vault
