#include "vault/audit/owner_events.hpp"

#include <nlohmann/json.hpp>

#include "core/encoding.hpp"
#include "platform/failure.hpp"

namespace palmkey::vault {

std::vector<OwnerEvent> list_owner_events(platform::Transaction& t, std::int64_t after, std::size_t limit) {
  std::vector<OwnerEvent> events;
  const auto rows = t.query(
      "SELECT number, time, kind, details FROM audit_log WHERE kind IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
      "?, ?) "
      "AND "
      "number > ? ORDER BY number LIMIT ?",
      owner_event::key_suspended, owner_event::key_locked, owner_event::key_frozen, owner_event::key_unfrozen,
      owner_event::key_held, owner_event::key_released, owner_event::pin_changed,
      owner_event::unlock_approved, owner_event::key_unlocked, owner_event::key_transferred,
      owner_event::replacement_announced, owner_event::key_recovered, owner_event::key_handed_over,
      owner_event::certificate_revoked, after, static_cast<std::int64_t>(limit));
  for (const auto& row : rows) {
    const auto details = nlohmann::json::parse(row.text(3));
    events.push_back({row.int64(0), row.int64(1), row.text(2),
                      platform::value_or_throw(core::from_hex(details.at("key").get<std::string>()))});
  }
  return events;
}

}  // namespace palmkey::vault
