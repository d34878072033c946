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
)"}};

OperatorRole role_of(const std::string& code) {
  for (const auto role : {OperatorRole::acceptance, OperatorRole::review, OperatorRole::administrator})
    if (role_code(role) == code) return role;
  return OperatorRole::none;
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

void add_session(platform::Transaction& transaction, const std::string& token_digest,
                 const DeskSession& session, std::int64_t now) {
  transaction.execute("DELETE FROM desk_sessions WHERE expires_at < ?", now);
  transaction.execute(
      "INSERT INTO desk_sessions (token_digest, operator_id, operator_name, role, expires_at) VALUES (?, ?, "
      "?, ?, ?)",
      token_digest, session.officer.id, session.officer.name, role_code(session.officer.role),
      session.expires_at);
}

void remove_session(platform::Transaction& transaction, const std::string& token_digest) {
  transaction.execute("DELETE FROM desk_sessions WHERE token_digest = ?", token_digest);
}

std::optional<Officer> officer_of_session(platform::Transaction& transaction, const std::string& token_digest,
                                          std::int64_t now) {
  const auto row = transaction.query_one(
      "SELECT operator_id, operator_name, role FROM desk_sessions WHERE token_digest = ? AND expires_at > ?",
      token_digest, now);
  if (!row) return std::nullopt;
  return Officer{row->text(0), row->text(1), role_of(row->text(2))};
}

}  // namespace palmkey::front::desk::store
