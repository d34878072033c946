#include "vault/kmc/kmc_store.hpp"

#include <algorithm>

#include "platform/migration.hpp"
#include "vault/kmc/kmc.hpp"

namespace palmkey::vault {
namespace {

constexpr std::string_view tables = R"(
CREATE TABLE kmc_keys (
  id TEXT PRIMARY KEY,
  key_id TEXT NOT NULL,
  number BIGINT NOT NULL,
  public_key TEXT NOT NULL UNIQUE,
  escrow TEXT NOT NULL,
  share TEXT,
  created_at BIGINT NOT NULL,
  UNIQUE (key_id, number)
);
)";

constexpr std::string_view moving = R"(
ALTER TABLE kmc_keys ADD COLUMN made_for TEXT;
)";

constexpr std::string_view select =
    "SELECT id, public_key, escrow, share, made_for FROM kmc_keys WHERE key_id = ? ";

kmc_store::Row row_of(const platform::SqlRow& row) {
  kmc_store::Row found;
  const core::Bytes id = row.bytes(0);
  std::copy_n(id.begin(), std::min(id.size(), found.id.size()), found.id.begin());
  found.public_key = row.bytes(1);
  found.escrow = row.text(2);
  found.share = row.optional_text(3);
  found.made_for = row.optional_bytes(4);
  return found;
}

}  // namespace

void migrate_kmc(platform::Database& database) {
  const platform::Migration steps[] = {{"0001_kmc", tables}, {"0002_moving", moving}};
  platform::migrate(database, "kmc", steps);
}

namespace kmc_store {

void insert(platform::Transaction& t, core::ByteView key_id, const Row& row, std::int64_t now) {
  t.execute(
      "INSERT INTO kmc_keys (id, key_id, number, public_key, escrow, created_at) VALUES (?, ?, "
      "(SELECT COALESCE(MAX(number), 0) + 1 FROM kmc_keys WHERE key_id = ?), ?, ?, ?)",
      row.id, key_id, key_id, row.public_key, row.escrow, now);
}

std::vector<Row> list(platform::Transaction& t, core::ByteView key_id) {
  std::vector<Row> rows;
  for (const auto& row :
       t.query(std::string(select) + "ORDER BY made_for IS NULL, created_at, number", key_id))
    rows.push_back(row_of(row));
  return rows;
}

std::optional<Row> find(platform::Transaction& t, core::ByteView key_id,
                        const core::splitkey::Identifier& id) {
  const auto row = t.query_one(std::string(select) + "AND id = ?", key_id, id);
  if (!row) return std::nullopt;
  return row_of(*row);
}

std::int64_t count(platform::Transaction& t, core::ByteView key_id) {
  return t.query_one("SELECT COUNT(*) FROM kmc_keys WHERE key_id = ?", key_id)->int64(0);
}

void move(platform::Transaction& t, const core::splitkey::Identifier& id, core::ByteView from,
          core::ByteView to) {
  t.execute(
      "UPDATE kmc_keys SET key_id = ?, number = (SELECT COALESCE(MAX(number), 0) + 1 FROM kmc_keys WHERE "
      "key_id = ?), made_for = COALESCE(made_for, ?), share = NULL WHERE id = ?",
      to, to, from, id);
}

void set_share(platform::Transaction& t, const core::splitkey::Identifier& id, std::string_view share) {
  t.execute("UPDATE kmc_keys SET share = ? WHERE id = ?", share, id);
}

}  // namespace kmc_store
}  // namespace palmkey::vault
