#include "vault/issuing/holding.hpp"

#include "core/encoding.hpp"
#include "platform/failure.hpp"
#include "platform/migration.hpp"
#include "vault/audit/owner_events.hpp"
#include "vault/cosign/key_states.hpp"
#include "vault/issuing/certificate_status.hpp"
#include "vault/issuing/certificate_store.hpp"

namespace palmkey::vault {
namespace {

using platform::Failure;

constexpr std::int64_t hold_intent_seconds = 10 * 60;  // how old an officer's signature may be

// What was acted on, by SM3 of the intent, so that an old release does not undo a later hold.
constexpr std::string_view tables = R"(
CREATE TABLE holds (
  intent_digest TEXT PRIMARY KEY,
  done_at BIGINT NOT NULL
);
)";

}  // namespace

void migrate_holding(platform::Database& database) {
  const platform::Migration steps[] = {{"0001_holds", tables}};
  platform::migrate(database, "holding", steps);
}

std::optional<std::int64_t> Holding::act(const HoldOrder& order) const {
  return parts_.resources.database.transaction([&](platform::Transaction& t) -> std::optional<std::int64_t> {
    const auto now = parts_.resources.clock.now();
    const auto checked = parts_.operator_intents.check(t, order.intent, {"hold", "release"}, "intent");
    if (checked.intent.field("serial") != order.serial) throw Failure("serial_differs", 403, "serial");
    const auto record = find_with_key_for_update(t, parts_.keys, order.serial);
    if (!record) throw Failure("certificate_not_found", 404, "serial");

    const auto digest = core::sm3(core::as_bytes(order.intent.text));
    if (!t.query_one("SELECT 1 FROM holds WHERE intent_digest = ?", digest)) {
      if (now - checked.signed_at > hold_intent_seconds) throw Failure("approval_stale", 403, "intent");
      const bool is_hold = checked.intent.type() == "hold";
      if (!parts_.keys.apply(t, record->key_id, is_hold ? KeyEvent::hold : KeyEvent::release, now))
        throw Failure("key_closed", 409, "serial");
      t.execute("INSERT INTO holds (intent_digest, done_at) VALUES (?, ?)", digest, now);
      parts_.audit.append(t, is_hold ? owner_event::key_held : owner_event::key_released,
                          {{"key", core::to_hex(record->key_id)},
                           {"serial", record->serial},
                           {"reason", std::string(checked.intent.field("reason"))},
                           {"operator", checked.signer.id}});
    }
    const auto key = parts_.keys.find(t, record->key_id);
    return key ? key->stopped_at : std::nullopt;
  });
}

}  // namespace palmkey::vault
