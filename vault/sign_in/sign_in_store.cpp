#include "vault/sign_in/sign_in_store.hpp"

#include <algorithm>

#include "platform/migration.hpp"

namespace palmkey::vault {
namespace {

constexpr std::string_view tables = R"(
CREATE TABLE sign_ins (
  session TEXT PRIMARY KEY,
  request_digest TEXT NOT NULL,
  id_token TEXT NOT NULL,
  subject TEXT NOT NULL,
  name TEXT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX sign_ins_by_expiry ON sign_ins (expires_at);
)";

}  // namespace

void migrate_sign_in(platform::Database& database) {
  const platform::Migration steps[] = {{"0001_sign_ins", tables}};
  platform::migrate(database, "sign_in", steps);
}

namespace sign_in_store {

std::optional<Session> find(platform::Transaction& t, std::string_view session) {
  const auto row = t.query_one(
      "SELECT session, request_digest, id_token, subject, name, expires_at FROM sign_ins WHERE session = ?" +
          std::string(t.for_update()),
      session);
  if (!row) return std::nullopt;
  Session found;
  found.session = row->text(0);
  const auto request = row->bytes(1);
  std::copy(request.begin(), request.end(), found.request.begin());
  found.id_token = row->text(2);
  found.subject = row->text(3);
  found.name = row->text(4);
  found.expires_at = row->int64(5);
  return found;
}

void insert(platform::Transaction& t, const Session& session) {
  t.execute(
      "INSERT INTO sign_ins (session, request_digest, id_token, subject, name, expires_at) VALUES (?, ?, ?, "
      "?, ?, ?)",
      session.session, session.request, session.id_token, session.subject, session.name, session.expires_at);
}

void remove_expired(platform::Transaction& t, std::int64_t expired_before) {
  t.execute("DELETE FROM sign_ins WHERE expires_at < ?", expired_before);
}

}  // namespace sign_in_store
}  // namespace palmkey::vault
