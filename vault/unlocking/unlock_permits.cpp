#include "vault/unlocking/unlock_permits.hpp"

#include <algorithm>

#include "platform/migration.hpp"

namespace palmkey::vault {
namespace {

constexpr std::string_view tables = R"(
CREATE TABLE unlock_permits (
  order_number TEXT PRIMARY KEY,
  key_id TEXT NOT NULL,
  content_digest TEXT NOT NULL,
  not_before BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT
);
CREATE INDEX unlock_permits_by_key ON unlock_permits (key_id) WHERE used_at IS NULL;
)";

}  // namespace

void migrate_unlocking(platform::Database& database) {
  const platform::Migration steps[] = {{"0001_unlock_permits", tables}};
  platform::migrate(database, "unlocking", steps);
}

std::optional<std::string> UnlockPermits::take(platform::Transaction& t, core::ByteView key_id,
                                               std::int64_t now) const {
  const auto row = t.query_one(
      "SELECT order_number FROM unlock_permits WHERE key_id = ? AND used_at IS NULL AND not_before <= ? AND "
      "expires_at >= ? ORDER BY not_before, order_number LIMIT 1" +
          std::string(t.for_update()),
      key_id, now, now);
  if (!row) return std::nullopt;
  t.execute("UPDATE unlock_permits SET used_at = ? WHERE key_id = ? AND used_at IS NULL", now, key_id);
  return row->text(0);
}

std::optional<UnlockPermit> UnlockPermits::find(platform::Transaction& t,
                                                std::string_view order_number) const {
  const auto row = t.query_one(
      "SELECT order_number, key_id, content_digest, not_before, expires_at FROM unlock_permits WHERE "
      "order_number = ?",
      order_number);
  if (!row) return std::nullopt;
  UnlockPermit permit;
  permit.order_number = row->text(0);
  permit.key_id = row->bytes(1);
  const core::Bytes content = row->bytes(2);
  std::copy_n(content.begin(), std::min(content.size(), permit.content.size()), permit.content.begin());
  permit.not_before = row->int64(3);
  permit.expires_at = row->int64(4);
  return permit;
}

void UnlockPermits::insert(platform::Transaction& t, const UnlockPermit& permit) const {
  t.execute(
      "INSERT INTO unlock_permits (order_number, key_id, content_digest, not_before, expires_at) VALUES (?, "
      "?, ?, "
      "?, ?)",
      permit.order_number, permit.key_id, permit.content, permit.not_before, permit.expires_at);
}

}  // namespace palmkey::vault
