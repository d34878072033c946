#include "vault/relying_parties/relying_party_store.hpp"

#include <nlohmann/json.hpp>

#include "platform/migration.hpp"
#include "vault/relying_parties/relying_parties.hpp"

namespace palmkey::vault {
namespace {

constexpr std::string_view tables = R"(
CREATE TABLE relying_parties (
  client_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  origin TEXT NOT NULL,
  redirect_uris TEXT NOT NULL,
  secret_digest TEXT NOT NULL,
  certificates_per_account BIGINT NOT NULL,
  token_algorithm TEXT NOT NULL CHECK (token_algorithm IN ('ES256', 'RS256')),
  created_at BIGINT NOT NULL,
  removed_at BIGINT
);
)";

constexpr std::string_view select =
    "SELECT client_id, name, origin, redirect_uris, secret_digest, certificates_per_account, token_algorithm "
    "FROM relying_parties WHERE removed_at IS NULL";

RelyingParty party_of(const platform::SqlRow& row) {
  RelyingParty party;
  party.client_id = row.text(0);
  party.name = row.text(1);
  party.origin = row.text(2);
  party.redirect_uris = nlohmann::json::parse(row.text(3)).get<std::vector<std::string>>();
  party.secret_digest = row.text(4);
  party.certificates_per_account = static_cast<std::uint32_t>(row.int64(5));
  party.token_algorithm = row.text(6);
  return party;
}

}  // namespace

void migrate_relying_parties(platform::Database& database) {
  const platform::Migration steps[] = {{"0001_relying_parties", tables}};
  platform::migrate(database, "relying_parties", steps);
}

namespace relying_party_store {

bool insert(platform::Transaction& t, const RelyingParty& party, std::int64_t now) {
  return t.execute(
             "INSERT INTO relying_parties (client_id, name, origin, redirect_uris, secret_digest, "
             "certificates_per_account, token_algorithm, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
             "ON CONFLICT (client_id) DO NOTHING",
             party.client_id, party.name, party.origin, nlohmann::json(party.redirect_uris).dump(),
             party.secret_digest, party.certificates_per_account, party.token_algorithm, now) == 1;
}

bool remove(platform::Transaction& t, std::string_view client_id, std::int64_t now) {
  return t.execute("UPDATE relying_parties SET removed_at = ? WHERE client_id = ? AND removed_at IS NULL",
                   now, client_id) == 1;
}

bool was_removed(platform::Transaction& t, std::string_view client_id) {
  return t
      .query_one("SELECT 1 FROM relying_parties WHERE client_id = ? AND removed_at IS NOT NULL", client_id)
      .has_value();
}

std::optional<RelyingParty> find(platform::Transaction& t, std::string_view client_id) {
  const auto row = t.query_one(std::string(select) + " AND client_id = ?", client_id);
  if (!row) return std::nullopt;
  return party_of(*row);
}

std::vector<RelyingParty> list(platform::Transaction& t) {
  std::vector<RelyingParty> all;
  for (const auto& row : t.query(std::string(select) + " ORDER BY client_id")) all.push_back(party_of(row));
  return all;
}

}  // namespace relying_party_store
}  // namespace palmkey::vault
