// What issuing needs of the key management centre.
#pragma once

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
};

}  // namespace palmkey::vault
