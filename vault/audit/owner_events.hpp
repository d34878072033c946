// What the owner of a key must be told: the audit entries of these kinds, seen with what the key belongs to.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.hpp"
#include "platform/database.hpp"

namespace palmkey::vault {

// Kinds of audit entries that reach the key's owner. Each has the detail "key": the key's id in hexadecimal.
namespace owner_event {
inline constexpr std::string_view key_suspended = "key_suspended";
inline constexpr std::string_view key_locked = "key_locked";
inline constexpr std::string_view key_frozen = "key_frozen";
inline constexpr std::string_view key_unfrozen = "key_unfrozen";
inline constexpr std::string_view key_held = "key_held";
inline constexpr std::string_view key_released = "key_released";
inline constexpr std::string_view pin_changed = "pin_changed";
inline constexpr std::string_view unlock_approved = "unlock_approved";
inline constexpr std::string_view key_unlocked = "key_unlocked";
inline constexpr std::string_view key_transferred = "key_transferred";
inline constexpr std::string_view replacement_announced = "replacement_announced";
inline constexpr std::string_view key_recovered = "key_recovered";
inline constexpr std::string_view key_handed_over = "key_handed_over";
inline constexpr std::string_view certificate_revoked = "certificate_revoked";
}  // namespace owner_event

struct OwnerEvent {
  std::int64_t number = 0;  // of the audit entry: increasing, with gaps
  std::int64_t time = 0;    // Unix seconds
  std::string kind;
  core::Bytes key_id;
};

// Events after a number, oldest first, at most `limit`.
std::vector<OwnerEvent> list_owner_events(platform::Transaction& transaction, std::int64_t after,
                                          std::size_t limit);

}  // namespace palmkey::vault
