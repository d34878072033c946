#include "front/sign_in/store.hpp"

#include <array>
#include <stdexcept>

namespace palmkey::front::sign_in {

namespace {

constexpr std::array<platform::Migration, 2> kMigrations{{{"0001_sign_in", R"(
CREATE TABLE sign_in_sessions (
  id TEXT PRIMARY KEY,
  browser_digest TEXT NOT NULL,
  status TEXT NOT NULL,
  client_id TEXT NOT NULL,
  redirect_uri TEXT NOT NULL,
  state TEXT NOT NULL,
  nonce TEXT NOT NULL,
  code_challenge TEXT NOT NULL,
  scope TEXT NOT NULL,
  action TEXT NOT NULL,
  account TEXT NOT NULL,
  link_secret TEXT NOT NULL,
  claim_digest TEXT NOT NULL,
  place TEXT NOT NULL,
  code TEXT NOT NULL,
  created_ms BIGINT NOT NULL,
  expires_ms BIGINT NOT NULL,
  intent TEXT NOT NULL,
  id_token TEXT,
  subject TEXT,
  name TEXT,
  code_digest TEXT UNIQUE,
  code_expires_ms BIGINT,
  access_digest TEXT UNIQUE,
  access_expires_ms BIGINT
);
CREATE INDEX sign_in_sessions_expiry ON sign_in_sessions (expires_ms);
CREATE TABLE bound_accounts (
  client_id TEXT NOT NULL,
  account_key TEXT NOT NULL,
  PRIMARY KEY (client_id, account_key)
);
CREATE TABLE bindings (
  client_id TEXT NOT NULL,
  account_key TEXT NOT NULL,
  subject TEXT NOT NULL,
  account TEXT NOT NULL,
  certificate_serial TEXT NOT NULL,
  bound_at BIGINT NOT NULL,
  unbound_at BIGINT,
  FOREIGN KEY (client_id, account_key) REFERENCES bound_accounts (client_id, account_key)
);
CREATE UNIQUE INDEX bindings_active ON bindings (client_id, account_key, subject) WHERE unbound_at IS NULL;
)"},
                                                          {"0002_counts", R"(
CREATE TABLE sign_in_counts (
  hour BIGINT PRIMARY KEY,
  count BIGINT NOT NULL
);
)"}}};

constexpr std::array<std::string_view, 5> kStatusNames{"fresh", "scanned", "confirmed", "rejected",
                                                       "redeemed"};

std::string_view name_of(Status status) {
  return kStatusNames.at(static_cast<std::size_t>(status));
}

Status status_of(std::string_view name) {
  for (std::size_t i = 0; i < kStatusNames.size(); ++i)
    if (kStatusNames[i] == name) return static_cast<Status>(i);
  throw std::logic_error("unknown sign-in status in the database");
}

constexpr std::string_view kSessionColumns =
    "id, status, client_id, redirect_uri, state, nonce, code_challenge, scope, action, account, link_secret, "
    "claim_digest, place, code, created_ms, expires_ms, browser_digest";

std::string account_context(std::string_view client_id) {
  return "sign_in/account/" + std::string(client_id);
}
std::string session_context(std::string_view id) {
  return "sign_in/session/" + std::string(id);
}

Session session_of(const platform::SqlRow& row, const PersonalData& personal_data) {
  Session session;
  session.id = row.text(0);
  session.status = status_of(row.text(1));
  session.request.client_id = row.text(2);
  session.request.redirect_uri = row.text(3);
  session.request.state = row.text(4);
  session.request.nonce = row.text(5);
  session.request.code_challenge = row.text(6);
  session.request.scope = row.text(7);
  session.request.action = row.text(8) == "bind" ? Action::bind : Action::login;
  session.request.account = personal_data.open(row.text(9), session_context(session.id));
  session.link_secret = personal_data.open(row.text(10), session_context(session.id));
  session.claim_digest = row.text(11);
  session.place = row.text(12);
  session.code = row.text(13);
  session.created_ms = row.int64(14);
  session.expires_ms = row.int64(15);
  session.browser_digest = row.text(16);
  return session;
}

}  // namespace

std::span<const platform::Migration> migrations() {
  return kMigrations;
}

void Store::add_session(platform::Transaction& t, const Session& session) {
  const std::string context = session_context(session.id);
  t.execute(
      "INSERT INTO sign_in_sessions (id, browser_digest, status, client_id, redirect_uri, state, nonce, "
      "code_challenge, scope, action, account, link_secret, claim_digest, place, code, created_ms, "
      "expires_ms, intent) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?, ?, ?, '')",
      session.id, session.browser_digest, name_of(session.status), session.request.client_id,
      session.request.redirect_uri, session.request.state, session.request.nonce,
      session.request.code_challenge, session.request.scope,
      session.request.action == Action::bind ? "bind" : "login",
      personal_data_.seal(session.request.account, context),
      personal_data_.seal(session.link_secret, context), session.place, session.code, session.created_ms,
      session.expires_ms);
}

std::optional<Session> Store::session(platform::Transaction& t, std::string_view id) {
  const auto row = t.query_one("SELECT " + std::string(kSessionColumns) +
                                   " FROM sign_in_sessions WHERE id = ?" + std::string(t.for_update()),
                               id);
  if (!row) return std::nullopt;
  return session_of(*row, personal_data_);
}

std::optional<Session> Store::look_at(platform::Transaction& t, std::string_view id) {
  const auto row =
      t.query_one("SELECT " + std::string(kSessionColumns) + " FROM sign_in_sessions WHERE id = ?", id);
  if (!row) return std::nullopt;
  return session_of(*row, personal_data_);
}

std::optional<std::string> Store::client_of(platform::Transaction& t, std::string_view id) {
  const auto row = t.query_one("SELECT client_id FROM sign_in_sessions WHERE id = ?", id);
  if (!row) return std::nullopt;
  return row->text(0);
}

void Store::set_scanned(platform::Transaction& t, std::string_view id, std::string_view claim_digest,
                        std::string_view intent) {
  t.execute("UPDATE sign_in_sessions SET status = 'scanned', claim_digest = ?, intent = ? WHERE id = ?",
            claim_digest, personal_data_.seal(intent, session_context(id)), id);
}

std::string Store::intent_of(platform::Transaction& t, std::string_view id) {
  const auto row = t.query_one("SELECT intent FROM sign_in_sessions WHERE id = ?", id);
  return row ? personal_data_.open(row->text(0), session_context(id)) : std::string();
}

void Store::set_status(platform::Transaction& t, std::string_view id, Status status) {
  t.execute("UPDATE sign_in_sessions SET status = ? WHERE id = ?", name_of(status), id);
}

void Store::count(platform::Transaction& t, std::int64_t now_ms) {
  t.execute(
      "INSERT INTO sign_in_counts (hour, count) VALUES (?, 1) "
      "ON CONFLICT (hour) DO UPDATE SET count = sign_in_counts.count + 1",
      now_ms / 3'600'000);
}

void Store::set_confirmed(platform::Transaction& t, const Grant& grant) {
  const std::string context = session_context(grant.session_id);
  t.execute(
      "UPDATE sign_in_sessions SET status = 'confirmed', id_token = ?, subject = ?, name = ? WHERE id = ?",
      personal_data_.seal(grant.id_token, context), grant.subject, personal_data_.seal(grant.name, context),
      grant.session_id);
}

void Store::set_authorization_code(platform::Transaction& t, std::string_view id,
                                   std::string_view code_digest, std::int64_t expires_ms) {
  t.execute("UPDATE sign_in_sessions SET code_digest = ?, code_expires_ms = ? WHERE id = ?", code_digest,
            expires_ms, id);
}

namespace {

constexpr std::string_view kGrantColumns =
    "id, client_id, redirect_uri, code_challenge, id_token, subject, name, code_expires_ms, status";

Grant grant_of(const platform::SqlRow& row, const PersonalData& personal_data) {
  const std::string context = session_context(row.text(0));
  return {row.text(0),
          row.text(1),
          row.text(2),
          row.text(3),
          personal_data.open(row.text(4), context),
          row.text(5),
          personal_data.open(row.text(6), context)};
}

}  // namespace

std::optional<Store::CodeHolder> Store::by_authorization_code(platform::Transaction& t,
                                                              std::string_view code_digest) {
  const auto row =
      t.query_one("SELECT " + std::string(kGrantColumns) + " FROM sign_in_sessions WHERE code_digest = ?" +
                      std::string(t.for_update()),
                  code_digest);
  if (!row) return std::nullopt;
  return CodeHolder{grant_of(*row, personal_data_), row->int64(7), status_of(row->text(8))};
}

void Store::set_redeemed(platform::Transaction& t, std::string_view id, std::string_view access_digest,
                         std::int64_t access_expires_ms) {
  t.execute(
      "UPDATE sign_in_sessions SET status = 'redeemed', access_digest = ?, access_expires_ms = ? WHERE id = "
      "?",
      access_digest, access_expires_ms, id);
}

void Store::revoke_access_token(platform::Transaction& t, std::string_view id) {
  t.execute("UPDATE sign_in_sessions SET access_expires_ms = 0 WHERE id = ?", id);
}

std::optional<Grant> Store::by_access_token(platform::Transaction& t, std::string_view access_digest,
                                            std::int64_t now_ms) {
  const auto row = t.query_one("SELECT " + std::string(kGrantColumns) +
                                   " FROM sign_in_sessions WHERE access_digest = ? AND access_expires_ms > ?",
                               access_digest, now_ms);
  if (!row) return std::nullopt;
  return grant_of(*row, personal_data_);
}

void Store::remove_old(platform::Transaction& t, std::int64_t before_ms) {
  t.execute("DELETE FROM sign_in_sessions WHERE expires_ms < ? AND COALESCE(access_expires_ms, 0) < ?",
            before_ms, before_ms);
}

void Store::lock_account(platform::Transaction& t, std::string_view client_id, std::string_view account) {
  const std::string key = personal_data_.lookup(account, account_context(client_id));
  t.execute("INSERT INTO bound_accounts (client_id, account_key) VALUES (?, ?) ON CONFLICT DO NOTHING",
            client_id, key);
  t.query("SELECT client_id FROM bound_accounts WHERE client_id = ? AND account_key = ?" +
              std::string(t.for_update()),
          client_id, key);
}

std::vector<Binding> Store::bindings(platform::Transaction& t, std::string_view client_id,
                                     std::string_view account) {
  const std::string key = personal_data_.lookup(account, account_context(client_id));
  std::vector<Binding> found;
  for (const auto& row :
       t.query("SELECT subject, certificate_serial, bound_at FROM bindings WHERE client_id = ? AND "
               "account_key = ? AND unbound_at IS NULL ORDER BY bound_at",
               client_id, key))
    found.push_back({row.text(0), row.text(1), row.int64(2)});
  return found;
}

bool Store::is_bound(platform::Transaction& t, std::string_view client_id, std::string_view subject,
                     std::string_view certificate_serial) {
  return !t.query(
               "SELECT client_id FROM bindings WHERE client_id = ? AND subject = ? AND "
               "certificate_serial = ? AND unbound_at IS NULL LIMIT 1",
               client_id, subject, certificate_serial)
              .empty();
}

void Store::bind(platform::Transaction& t, std::string_view client_id, std::string_view account,
                 const Binding& binding) {
  const std::string key = personal_data_.lookup(account, account_context(client_id));
  if (t.execute("UPDATE bindings SET certificate_serial = ? WHERE client_id = ? AND account_key = ? AND "
                "subject = ? AND "
                "unbound_at IS NULL",
                binding.certificate_serial, client_id, key, binding.subject) > 0)
    return;
  t.execute(
      "INSERT INTO bindings (client_id, account_key, subject, account, certificate_serial, bound_at) "
      "VALUES (?, ?, ?, ?, ?, ?)",
      client_id, key, binding.subject, personal_data_.seal(account, account_context(client_id)),
      binding.certificate_serial, binding.bound_at);
}

bool Store::unbind(platform::Transaction& t, std::string_view client_id, std::string_view account,
                   std::string_view subject, std::int64_t now) {
  return t.execute(
             "UPDATE bindings SET unbound_at = ? WHERE client_id = ? AND account_key = ? AND subject = ? AND "
             "unbound_at IS NULL",
             now, client_id, personal_data_.lookup(account, account_context(client_id)), subject) > 0;
}

}  // namespace palmkey::front::sign_in
