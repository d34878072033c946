#include "vault/cosign/cosign_store.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "platform/migration.hpp"
#include "vault/cosign/cosigner.hpp"
#include "vault/cosign/key_states.hpp"

namespace palmkey::vault {
namespace {

constexpr std::string_view tables = R"(
CREATE TABLE split_keys (
  id TEXT PRIMARY KEY,
  device_key TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  public_key TEXT NOT NULL UNIQUE,
  a1 TEXT NOT NULL,
  d2 TEXT NOT NULL,
  unlock_secret TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('active', 'locked', 'suspended', 'closed')),
  wrong_pins BIGINT NOT NULL,
  wait_until BIGINT NOT NULL,
  freshness TEXT NOT NULL,
  holder TEXT NOT NULL,
  uses BIGINT NOT NULL,
  last_id TEXT NOT NULL,
  last_request TEXT NOT NULL,
  last_operation BIGINT NOT NULL,
  last_applied BIGINT NOT NULL,
  last_answer TEXT NOT NULL,
  change_id TEXT,
  change_result TEXT,
  UNIQUE (device_key, created_by)
);
CREATE TABLE split_key_operations (
  key_id TEXT NOT NULL REFERENCES split_keys (id),
  operation_id TEXT NOT NULL,
  PRIMARY KEY (key_id, operation_id)
);
CREATE TABLE cosignatures (
  key_id TEXT NOT NULL REFERENCES split_keys (id),
  number BIGINT NOT NULL,
  time BIGINT NOT NULL,
  kind BIGINT NOT NULL,
  intent_digest TEXT NOT NULL,
  r TEXT NOT NULL,
  summary TEXT NOT NULL,
  PRIMARY KEY (key_id, number)
);
CREATE INDEX cosignatures_by_intent ON cosignatures (key_id, intent_digest);
)";

constexpr std::string_view frozen = R"(
ALTER TABLE split_keys ADD COLUMN frozen_at BIGINT;
CREATE INDEX split_keys_frozen ON split_keys (id) WHERE frozen_at IS NOT NULL;
)";

constexpr std::string_view stopped = R"(
ALTER TABLE split_keys ADD COLUMN held_at BIGINT;
ALTER TABLE split_keys ADD COLUMN retired_at BIGINT;
CREATE INDEX split_keys_held ON split_keys (id) WHERE held_at IS NOT NULL;
)";

constexpr std::string_view moved = R"(
ALTER TABLE split_keys ADD COLUMN change_operation BIGINT NOT NULL DEFAULT 3;
ALTER TABLE split_keys ADD COLUMN cooling_until BIGINT NOT NULL DEFAULT 0;
CREATE INDEX split_keys_changed ON split_keys (change_id) WHERE change_id IS NOT NULL;
CREATE TABLE transfer_offers (
  id TEXT PRIMARY KEY,
  device_key TEXT NOT NULL,
  a1 TEXT NOT NULL,
  recipient TEXT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX transfer_offers_expiring ON transfer_offers (expires_at);
)";

constexpr std::string_view columns =
    "id, device_key, public_key, a1, d2, unlock_secret, state, wrong_pins, wait_until, freshness, holder, "
    "uses, last_id, last_request, last_operation, last_applied, last_answer, change_id, change_result, "
    "frozen_at, held_at, retired_at, change_operation, cooling_until";

template <std::size_t N>
core::ByteArray<N> fixed(const core::Bytes& bytes) {
  if (bytes.size() != N) throw std::logic_error("a column of bytes has another length than was stored");
  core::ByteArray<N> out{};
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return out;
}

KeyState state_of(std::string_view name) {
  for (const KeyState state : {KeyState::active, KeyState::locked, KeyState::suspended}) {
    if (state_name(state) == name) return state;
  }
  return KeyState::closed;
}

cosign_store::KeyRow row_of(const platform::SqlRow& row) {
  cosign_store::KeyRow key;
  key.id = fixed<16>(row.bytes(0));
  key.device_key = fixed<65>(row.bytes(1));
  key.public_key = row.bytes(2);
  key.a1 = row.bytes(3);
  key.d2 = row.text(4);
  key.unlock = row.text(5);
  key.state = state_of(row.text(6));
  key.wrong_pins = row.int64(7);
  key.wait_until = row.int64(8);
  key.freshness = fixed<32>(row.bytes(9));
  key.holder = row.text(10);
  key.uses = row.int64(11);
  key.last.id = fixed<16>(row.bytes(12));
  key.last.request = fixed<32>(row.bytes(13));
  key.last.operation = static_cast<core::splitkey::Operation>(row.int64(14));
  key.last.applied = row.boolean(15);
  key.last.answer = row.text(16);
  if (!row.is_null(17)) {
    key.change = cosign_store::LastChange{fixed<16>(row.bytes(17)), row.text(18),
                                          static_cast<core::splitkey::Operation>(row.int64(22))};
  }
  key.frozen_at = row.optional_int64(19);
  key.held_at = row.optional_int64(20);
  key.retired_at = row.optional_int64(21);
  key.cooling_until = row.int64(23);
  return key;
}

std::string select(std::string_view rest) {
  return "SELECT " + std::string(columns) + " FROM split_keys WHERE " + std::string(rest);
}

SplitKey split_key_of(const platform::SqlRow& row) {
  const auto frozen_at = row.optional_int64(4);
  const auto held_at = row.optional_int64(5);
  SplitKey key;
  key.id = row.bytes(0);
  key.public_key = row.bytes(1);
  key.condition = {state_of(row.text(2)), frozen_at.has_value(), held_at.has_value(), !row.is_null(6)};
  key.is_operators = !row.text(3).empty();
  key.stopped_at = frozen_at && held_at ? std::min(*frozen_at, *held_at) : frozen_at ? frozen_at : held_at;
  return key;
}

std::string select_split_key(std::string_view condition) {
  return "SELECT id, public_key, state, holder, frozen_at, held_at, retired_at FROM split_keys WHERE " +
         std::string(condition);
}

std::optional<SplitKey> split_key_where(platform::Transaction& t, std::string_view condition,
                                        core::ByteView value) {
  const auto row = t.query_one(select_split_key(condition), value);
  if (!row) return std::nullopt;
  return split_key_of(*row);
}

}  // namespace

void migrate_cosigner(platform::Database& database) {
  const platform::Migration steps[] = {
      {"0001_split_keys", tables}, {"0002_frozen", frozen}, {"0003_stopped", stopped}, {"0004_moved", moved}};
  platform::migrate(database, "cosign", steps);
}

namespace cosign_store {

KeyCondition KeyRow::condition() const {
  return {state, frozen_at.has_value(), held_at.has_value(), retired_at.has_value()};
}

bool KeyRow::apply(KeyEvent event, std::int64_t at) {
  const auto next = after(condition(), event);
  if (!next) return false;
  const auto mark = [&](std::optional<std::int64_t>& since, bool is_set) {
    if (!is_set) since.reset();
    if (is_set && !since) since = at;
  };
  state = next->state;
  mark(frozen_at, next->frozen);
  mark(held_at, next->held);
  mark(retired_at, next->retired);
  return true;
}

void insert(platform::Transaction& t, const KeyRow& row, std::int64_t now) {
  t.execute(
      "INSERT INTO split_keys (id, device_key, created_by, created_at, public_key, a1, d2, unlock_secret, "
      "state, "
      "wrong_pins, wait_until, freshness, holder, uses, last_id, last_request, last_operation, last_applied, "
      "last_answer) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      row.id, row.device_key, row.last.id, now, row.public_key, row.a1, row.d2, row.unlock,
      state_name(row.state), row.wrong_pins, row.wait_until, row.freshness, row.holder, row.uses, row.last.id,
      row.last.request, static_cast<std::int64_t>(row.last.operation), row.last.applied, row.last.answer);
  set_used(t, row.id, row.last.id);
}

std::optional<KeyRow> find_for_update(platform::Transaction& t, const Identifier& id) {
  const auto row = t.query_one(select("id = ?") + std::string(t.for_update()), id);
  if (!row) return std::nullopt;
  return row_of(*row);
}

std::optional<KeyRow> find_generated_for_update(platform::Transaction& t,
                                                const core::splitkey::DeviceKey& device_key,
                                                const Identifier& operation) {
  const auto row = t.query_one(select("device_key = ? AND created_by = ?") + std::string(t.for_update()),
                               device_key, operation);
  if (!row) return std::nullopt;
  return row_of(*row);
}

std::optional<KeyRow> find_transferred_for_update(platform::Transaction& t,
                                                  const core::splitkey::DeviceKey& device_key,
                                                  const Identifier& transfer) {
  const auto row = t.query_one(select("device_key = ? AND change_id = ?") + std::string(t.for_update()),
                               device_key, transfer);
  if (!row) return std::nullopt;
  return row_of(*row);
}

void update(platform::Transaction& t, const KeyRow& row) {
  std::optional<Identifier> change_id;
  std::optional<std::string> change_result;
  auto change_operation = core::splitkey::Operation::change_pin;
  if (row.change) {
    change_id = row.change->id;
    change_result = row.change->result;
    change_operation = row.change->operation;
  }
  t.execute(
      "UPDATE split_keys SET device_key = ?, a1 = ?, d2 = ?, unlock_secret = ?, state = ?, wrong_pins = ?, "
      "wait_until = ?, "
      "freshness = ?, uses = ?, last_id = ?, last_request = ?, last_operation = ?, last_applied = ?, "
      "last_answer = ?, change_id = ?, change_result = ?, frozen_at = ?, held_at = ?, retired_at = ?, "
      "change_operation = ?, cooling_until = ? WHERE id = ?",
      row.device_key, row.a1, row.d2, row.unlock, state_name(row.state), row.wrong_pins, row.wait_until,
      row.freshness, row.uses, row.last.id, row.last.request, static_cast<std::int64_t>(row.last.operation),
      row.last.applied, row.last.answer, change_id, change_result, row.frozen_at, row.held_at, row.retired_at,
      static_cast<std::int64_t>(change_operation), row.cooling_until, row.id);
}

bool is_used(platform::Transaction& t, const Identifier& key_id, const Identifier& operation) {
  return t
      .query_one("SELECT 1 FROM split_key_operations WHERE key_id = ? AND operation_id = ?", key_id,
                 operation)
      .has_value();
}

void set_used(platform::Transaction& t, const Identifier& key_id, const Identifier& operation) {
  t.execute("INSERT INTO split_key_operations (key_id, operation_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
            key_id, operation);
}

void insert_cosignature(platform::Transaction& t, const Identifier& key_id, const Cosignature& cosignature) {
  t.execute(
      "INSERT INTO cosignatures (key_id, number, time, kind, intent_digest, r, summary) "
      "VALUES (?, ?, ?, ?, ?, ?, ?)",
      key_id, cosignature.number, cosignature.time, static_cast<std::int64_t>(cosignature.kind),
      cosignature.intent, cosignature.r, cosignature.summary);
}

std::vector<Cosignature> list_cosignatures(platform::Transaction& t, const Identifier& key_id,
                                           std::int64_t before, std::int64_t limit) {
  std::vector<Cosignature> list;
  const std::int64_t below = before == 0 ? std::numeric_limits<std::int64_t>::max() : before;
  for (const auto& row : t.query("SELECT number, time, kind, intent_digest, r, summary FROM cosignatures "
                                 "WHERE key_id = ? AND number < ? ORDER BY number DESC LIMIT ?",
                                 key_id, below, limit)) {
    list.push_back({row.int64(0), row.int64(1), static_cast<core::IntentKind>(row.int64(2)),
                    fixed<32>(row.bytes(3)), fixed<32>(row.bytes(4)), row.text(5)});
  }
  return list;
}

std::optional<std::int64_t> cosigned_at(platform::Transaction& t, core::ByteView key_id,
                                        const core::Digest& intent, const core::ByteArray<32>& r) {
  const auto rows = t.query(
      "SELECT time FROM cosignatures WHERE key_id = ? AND intent_digest = ? AND r = ? ORDER BY number",
      key_id, intent, r);
  if (rows.empty()) return std::nullopt;
  return rows.front().int64(0);
}

bool has_signed_since(platform::Transaction& t, core::ByteView key_id, std::int64_t at) {
  const auto newest = t.query_one("SELECT MAX(time) FROM cosignatures WHERE key_id = ?", key_id);
  return newest && !newest->is_null(0) && newest->int64(0) >= at;
}

std::optional<SplitKey> find_split_key(platform::Transaction& t, core::ByteView key_id) {
  return split_key_where(t, "id = ?", key_id);
}

std::optional<SplitKey> find_split_key_by_public_key(platform::Transaction& t, core::ByteView public_key) {
  return split_key_where(t, "public_key = ?", public_key);
}

std::vector<SplitKey> list_stopped(platform::Transaction& t) {
  std::vector<SplitKey> keys;
  for (const auto& row :
       t.query(select_split_key("frozen_at IS NOT NULL OR held_at IS NOT NULL ORDER BY id")))
    keys.push_back(split_key_of(row));
  return keys;
}

}  // namespace cosign_store
}  // namespace palmkey::vault
