// What the co-signer needs of unlocking orders: whether one lets it release a key's unlock secret.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/bytes.hpp"
#include "platform/database.hpp"

namespace palmkey::vault {

// Thread-safe.
class UnlockSource {
 public:
  virtual ~UnlockSource() = default;
  // Uses up an approved order for this split key and returns its number; nothing if there is none that counts
  // at this time (Unix seconds). Whoever calls holds the key's row. Undone if the transaction is.
  virtual std::optional<std::string> take(platform::Transaction& transaction, core::ByteView key_id,
                                          std::int64_t now) const = 0;
};

}  // namespace palmkey::vault
