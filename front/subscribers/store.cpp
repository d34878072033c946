#include "front/subscribers/store.hpp"

#include <array>

namespace palmkey::front::subscribers::store {

namespace {

constexpr std::int64_t forgotten_after = 2L * 24 * 3600;

constexpr std::array list{platform::Migration{"0001_subscribers", R"(
CREATE TABLE subscribers (
  id TEXT PRIMARY KEY,
  phone_lookup TEXT NOT NULL UNIQUE,
  phone TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE TABLE phone_codes (
  id TEXT PRIMARY KEY,
  phone_lookup TEXT NOT NULL,
  code_lookup TEXT NOT NULL,
  attempts_left BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX phone_codes_by_phone ON phone_codes (phone_lookup, created_at);
CREATE TABLE subscriber_sessions (
  token_digest TEXT PRIMARY KEY,
  subscriber_id TEXT NOT NULL REFERENCES subscribers (id),
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
)"},
                          // Whoever has kept their number is found by that of their orders.
                          platform::Migration{"0002_former_numbers", R"(
ALTER TABLE subscribers ADD COLUMN phone_tail_lookup TEXT NOT NULL DEFAULT '';
CREATE INDEX subscribers_by_phone_tail ON subscribers (phone_tail_lookup) WHERE phone_tail_lookup <> '';
CREATE TABLE former_numbers (
  subscriber_id TEXT NOT NULL REFERENCES subscribers (id),
  phone TEXT NOT NULL,
  given_up_at BIGINT NOT NULL
);
CREATE INDEX former_numbers_by_subscriber ON former_numbers (subscriber_id, given_up_at);
)"}};

}  // namespace

std::span<const platform::Migration> migrations() {
  return list;
}

std::vector<std::int64_t> sent_since(platform::Transaction& transaction, const std::string& phone_lookup,
                                     std::int64_t since) {
  std::vector<std::int64_t> times;
  for (const auto& row : transaction.query("SELECT created_at FROM phone_codes WHERE phone_lookup = ? AND "
                                           "created_at > ? ORDER BY created_at DESC",
                                           phone_lookup, since))
    times.push_back(row.int64(0));
  return times;
}

void add_code(platform::Transaction& transaction, const Code& code, const std::string& phone_lookup,
              std::int64_t now) {
  transaction.execute("DELETE FROM phone_codes WHERE created_at < ?", now - forgotten_after);
  transaction.execute("UPDATE phone_codes SET expires_at = 0 WHERE phone_lookup = ?", phone_lookup);
  transaction.execute(
      "INSERT INTO phone_codes (id, phone_lookup, code_lookup, attempts_left, created_at, expires_at) "
      "VALUES (?, ?, ?, ?, ?, ?)",
      code.id, phone_lookup, code.code_lookup, code.attempts_left, now, now + code_lifetime);
}

std::optional<Code> usable_code(platform::Transaction& transaction, const std::string& phone_lookup,
                                std::int64_t now) {
  const auto rows = transaction.query(
      "SELECT id, code_lookup, attempts_left FROM phone_codes WHERE phone_lookup = ? AND expires_at > ? "
      "AND attempts_left > 0 ORDER BY created_at DESC LIMIT 1" +
          std::string(transaction.for_update()),
      phone_lookup, now);
  if (rows.empty()) return std::nullopt;
  return Code{rows[0].text(0), rows[0].text(1), rows[0].int64(2)};
}

void use_attempt(platform::Transaction& transaction, const std::string& code_id) {
  transaction.execute("UPDATE phone_codes SET attempts_left = attempts_left - 1 WHERE id = ?", code_id);
}

void use_up(platform::Transaction& transaction, const std::string& code_id) {
  transaction.execute("UPDATE phone_codes SET attempts_left = 0 WHERE id = ?", code_id);
}

std::string subscriber_of_phone(platform::Transaction& transaction, const std::string& phone_lookup,
                                const std::string& new_id, const std::string& phone_sealed,
                                std::int64_t now) {
  transaction.execute(
      "INSERT INTO subscribers (id, phone_lookup, phone, created_at) VALUES (?, ?, ?, ?) "
      "ON CONFLICT (phone_lookup) DO NOTHING",
      new_id, phone_lookup, phone_sealed, now);
  return transaction.query_one("SELECT id FROM subscribers WHERE phone_lookup = ?", phone_lookup)->text(0);
}

void add_session(platform::Transaction& transaction, const std::string& token_digest, const Session& session,
                 std::int64_t now) {
  transaction.execute("DELETE FROM subscriber_sessions WHERE expires_at < ?", now);
  transaction.execute(
      "INSERT INTO subscriber_sessions (token_digest, subscriber_id, created_at, expires_at) VALUES (?, ?, "
      "?, ?)",
      token_digest, session.subscriber_id, now, session.expires_at);
}

void remove_session(platform::Transaction& transaction, const std::string& token_digest) {
  transaction.execute("DELETE FROM subscriber_sessions WHERE token_digest = ?", token_digest);
}

void remove_other_sessions(platform::Transaction& transaction, const std::string& subscriber_id,
                           const std::string& token_digest) {
  transaction.execute("DELETE FROM subscriber_sessions WHERE subscriber_id = ? AND token_digest <> ?",
                      subscriber_id, token_digest);
}

void note_proof(platform::Transaction& transaction, const std::string& token_digest, std::int64_t now) {
  transaction.execute("UPDATE subscriber_sessions SET created_at = ? WHERE token_digest = ?", now,
                      token_digest);
}

std::string phone(platform::Transaction& transaction, const std::string& subscriber_id) {
  return transaction.query_one("SELECT phone FROM subscribers WHERE id = ?", subscriber_id).value().text(0);
}

std::optional<std::string> find_by_phone(platform::Transaction& transaction,
                                         const std::string& phone_lookup) {
  const auto row = transaction.query_one("SELECT id FROM subscribers WHERE phone_lookup = ?", phone_lookup);
  if (!row) return std::nullopt;
  return row->text(0);
}

void lock(platform::Transaction& transaction, const std::string& subscriber_id) {
  std::string sql = "SELECT id FROM subscribers WHERE id = ?";
  transaction.query_one(sql.append(transaction.for_update()), subscriber_id);
}

void set_phone(platform::Transaction& transaction, const std::string& subscriber_id, const Phone& phone,
               std::int64_t now) {
  transaction.execute(
      "INSERT INTO former_numbers (subscriber_id, phone, given_up_at) SELECT id, phone, ? FROM subscribers "
      "WHERE id = ?",
      now, subscriber_id);
  transaction.execute(
      "UPDATE subscribers SET phone_lookup = ?, phone_tail_lookup = ?, phone = ? WHERE id = ?", phone.lookup,
      phone.tail_lookup, phone.sealed, subscriber_id);
}

void give_up(platform::Transaction& transaction, const std::string& subscriber_id) {
  transaction.execute("UPDATE subscribers SET phone_lookup = 'given up by ' || id WHERE id = ?",
                      subscriber_id);
  remove_other_sessions(transaction, subscriber_id, "");
}

std::vector<std::string> former_phones(platform::Transaction& transaction, const std::string& subscriber_id,
                                       std::int64_t since) {
  std::vector<std::string> phones;
  for (const auto& row : transaction.query("SELECT phone FROM former_numbers WHERE subscriber_id = ? AND "
                                           "given_up_at > ? ORDER BY given_up_at DESC",
                                           subscriber_id, since))
    phones.push_back(row.text(0));
  return phones;
}

std::optional<SessionSubscriber> session_subscriber(platform::Transaction& transaction,
                                                    const std::string& token_digest, std::int64_t now) {
  const auto row = transaction.query_one(
      "SELECT s.id, s.phone, t.created_at FROM subscriber_sessions t JOIN subscribers s ON s.id = "
      "t.subscriber_id "
      "WHERE t.token_digest = ? AND t.expires_at > ?",
      token_digest, now);
  if (!row) return std::nullopt;
  return SessionSubscriber{row->text(0), row->text(1), row->int64(2)};
}

}  // namespace palmkey::front::subscribers::store
