// What the co-signer knows of split keys, for the businesses that decide on what was signed with them.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/sm2/signature.hpp"
#include "platform/database.hpp"

namespace palmkey::vault {

enum class KeyState { active, locked, suspended, closed };

struct SplitKey {
  core::Bytes id;  // 16 bytes
  core::Bytes public_key;
  KeyState state = KeyState::closed;
  bool is_operators = false;  // such a key is never certified for a subscriber
  // Since when its holder has frozen it, Unix seconds. A frozen key may be locked or suspended as well.
  std::optional<std::int64_t> frozen_at;

  bool is_usable() const { return state == KeyState::active && !frozen_at; }
};

// Thread-safe.
class KeyDirectory {
 public:
  virtual ~KeyDirectory() = default;
  virtual std::optional<SplitKey> find(platform::Transaction& transaction, core::ByteView key_id) const = 0;
  virtual std::optional<SplitKey> find_by_public_key(platform::Transaction& transaction,
                                                     core::ByteView public_key65) const = 0;
  virtual std::vector<SplitKey> list_frozen(platform::Transaction& transaction) const = 0;
  // When the vault made its part of a signature with this r over this intent, Unix seconds; nothing if it
  // never did, whatever signature verifies.
  virtual std::optional<std::int64_t> cosigned_at(platform::Transaction& transaction, core::ByteView key_id,
                                                  core::ByteView intent,
                                                  const core::ByteArray<32>& r) const = 0;
};

}  // namespace palmkey::vault
