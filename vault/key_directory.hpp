// What the co-signer knows of split keys, for the businesses that decide on what was signed with them.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/sm2/signature.hpp"
#include "platform/database.hpp"

namespace palmkey::vault {

enum class KeyState { active, locked, suspended, closed };

// All that decides what may be done with a key (cosign/key_states.hpp). A stopped key may be locked or
// suspended as well.
struct KeyCondition {
  KeyState state = KeyState::closed;
  bool frozen = false;  // stopped by its holder
  bool held = false;    // stopped by an officer
  bool retired =
      false;  // its certificates are revoked: it signs no more, but opens what was encrypted for it
  bool operator==(const KeyCondition&) const = default;
};

enum class KeyEvent;

struct SplitKey {
  core::Bytes id;  // 16 bytes
  core::Bytes public_key;
  KeyCondition condition;
  bool is_operators = false;  // such a key is never certified for a subscriber
  // Since when it is frozen, held or both, Unix seconds: its certificates are on hold.
  std::optional<std::int64_t> stopped_at;

  bool is_usable() const { return condition.state == KeyState::active && !stopped_at && !condition.retired; }
};

// Thread-safe.
class KeyDirectory {
 public:
  virtual ~KeyDirectory() = default;
  virtual std::optional<SplitKey> find(platform::Transaction& transaction, core::ByteView key_id) const = 0;
  virtual std::optional<SplitKey> find_by_public_key(platform::Transaction& transaction,
                                                     core::ByteView public_key65) const = 0;
  // Those that are frozen or held.
  virtual std::vector<SplitKey> list_stopped(platform::Transaction& transaction) const = 0;
  // Lets an event happen to a key at a time (Unix seconds); locks its row. False, and nothing changed, if the
  // key is unknown or the event may not happen to it. An event that has happened already is none.
  virtual bool apply(platform::Transaction& transaction, core::ByteView key_id, KeyEvent event,
                     std::int64_t at) const = 0;
  // Keeps the key as it is for everybody else until the transaction ends.
  virtual void lock_row(platform::Transaction& transaction, core::ByteView key_id) const = 0;
  // When the vault made its part of a signature with this r over this intent, Unix seconds; nothing if it
  // never did, whatever signature verifies.
  virtual std::optional<std::int64_t> cosigned_at(platform::Transaction& transaction, core::ByteView key_id,
                                                  core::ByteView intent,
                                                  const core::ByteArray<32>& r) const = 0;
  // Whether the key has signed anything in this second, Unix time, or later.
  virtual bool has_signed_since(platform::Transaction& transaction, core::ByteView key_id,
                                std::int64_t at) const = 0;
};

}  // namespace palmkey::vault
