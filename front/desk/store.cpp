#include "front/desk/store.hpp"

#include <array>

#include "front/desk/authorization.hpp"

namespace palmkey::front::desk::store {

namespace {

constexpr std::array list{platform::Migration{"0001_desk", R"(
CREATE TABLE desk_challenges (
  session TEXT PRIMARY KEY,
  expires_at BIGINT NOT NULL
);
CREATE TABLE desk_sessions (
  token_digest TEXT PRIMARY KEY,
  operator_id TEXT NOT NULL,
  operator_name TEXT NOT NULL,
  role TEXT NOT NULL,
  expires_at BIGINT NOT NULL
);
)"},
                          // Everybody signs in once more: what opened the sessions before was not kept.
                          platform::Migration{"0002_phones", R"(
DROP TABLE desk_sessions;
CREATE TABLE desk_sessions (
  token_digest TEXT PRIMARY KEY,
  operator_id TEXT NOT NULL,
  operator_name TEXT NOT NULL,
  role TEXT NOT NULL,
  entrance TEXT NOT NULL,
  opening_intent TEXT NOT NULL,
  opening_signature TEXT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT NOT NULL,
  checked_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX desk_sessions_entrance ON desk_sessions (entrance) WHERE entrance <> '';
)"}};

constexpr std::string_view session_columns =
    "token_digest, operator_id, operator_name, role, entrance, opening_intent, opening_signature, "
    "expires_at, used_at, checked_at";

OperatorRole role_of(const std::string& code) {
  for (const auto role :
       {OperatorRole::acceptance, OperatorRole::review, OperatorRole::administrator, OperatorRole::recovery})
    if (role_code(role) == code) return role;
  return OperatorRole::none;
}

std::optional<KeptSession> session_where(platform::Transaction& transaction, std::string_view column,
                                         const std::string& value) {
  const auto row = transaction.query_one(
      "SELECT " + std::string(session_columns) + " FROM desk_sessions WHERE " + std::string(column) + " = ?",
      value);
  if (!row) return std::nullopt;
  return KeptSession{row->text(0),
                     {row->text(1), row->text(2), role_of(row->text(3)), row->text(4)},
                     {row->text(5), row->bytes(6)},
                     row->int64(7),
                     row->int64(8),
                     row->int64(9)};
}

}  // namespace

std::span<const platform::Migration> migrations() {
  return list;
}

void add_challenge(platform::Transaction& transaction, const std::string& session, std::int64_t now) {
  transaction.execute("DELETE FROM desk_challenges WHERE expires_at < ?", now);
  transaction.execute("INSERT INTO desk_challenges (session, expires_at) VALUES (?, ?)", session,
                      now + challenge_lifetime);
}

bool take_challenge(platform::Transaction& transaction, const std::string& session, std::int64_t now) {
  return transaction.execute("DELETE FROM desk_challenges WHERE session = ? AND expires_at > ?", session,
                             now) == 1;
}

void add_session(platform::Transaction& transaction, const KeptSession& session) {
  transaction.execute("DELETE FROM desk_sessions WHERE expires_at < ?", session.used_at);
  const Officer& officer = session.officer;
  transaction.execute("INSERT INTO desk_sessions (" + std::string(session_columns) +
                          ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                      session.token_digest, officer.id, officer.name, role_code(officer.role),
                      officer.entrance, session.opening.intent, session.opening.signature_der,
                      session.expires_at, session.used_at, session.checked_at);
}

std::optional<KeptSession> session(platform::Transaction& transaction, const std::string& token_digest) {
  return session_where(transaction, "token_digest", token_digest);
}

std::optional<KeptSession> session_of_entrance(platform::Transaction& transaction,
                                               const std::string& entrance) {
  return session_where(transaction, "entrance", entrance);
}

void set_used(platform::Transaction& transaction, const std::string& token_digest, std::int64_t now) {
  transaction.execute("UPDATE desk_sessions SET used_at = ? WHERE token_digest = ?", now, token_digest);
}

void set_checked(platform::Transaction& transaction, const std::string& token_digest, std::int64_t now) {
  transaction.execute("UPDATE desk_sessions SET checked_at = ? WHERE token_digest = ?", now, token_digest);
}

void set_token(platform::Transaction& transaction, const std::string& entrance,
               const std::string& token_digest) {
  transaction.execute("UPDATE desk_sessions SET token_digest = ? WHERE entrance = ?", token_digest, entrance);
}

void remove_session(platform::Transaction& transaction, const std::string& token_digest) {
  transaction.execute("DELETE FROM desk_sessions WHERE token_digest = ?", token_digest);
}

void remove_phone_sessions(platform::Transaction& transaction, const std::string& operator_id) {
  transaction.execute("DELETE FROM desk_sessions WHERE operator_id = ? AND entrance <> ''", operator_id);
}

}  // namespace palmkey::front::desk::store
