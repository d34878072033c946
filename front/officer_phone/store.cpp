#include "front/officer_phone/store.hpp"

#include <array>
#include <stdexcept>

namespace palmkey::front::officer_phone::store {

namespace {

constexpr std::array list{platform::Migration{"0001_officer_phone", R"(
CREATE TABLE console_entrances (
  id TEXT PRIMARY KEY,
  status TEXT NOT NULL,
  browser_digest TEXT NOT NULL,
  claim_digest TEXT NOT NULL,
  link_secret TEXT NOT NULL,
  place TEXT NOT NULL,
  code TEXT NOT NULL,
  created_ms BIGINT NOT NULL,
  expires_ms BIGINT NOT NULL,
  phone_seen_at BIGINT NOT NULL
);
CREATE TABLE signature_requests (
  id TEXT PRIMARY KEY,
  entrance TEXT NOT NULL,
  intent TEXT NOT NULL,
  state TEXT NOT NULL,
  signed_intent TEXT,
  signature TEXT,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX signature_requests_entrance ON signature_requests (entrance);
)"}};

constexpr std::array<std::string_view, 4> entrance_words{"fresh", "scanned", "confirmed", "ended"};
constexpr std::array<std::string_view, 3> request_words{"waiting", "signed", "refused"};

template <class State, std::size_t N>
State state_of(const std::array<std::string_view, N>& words, std::string_view word) {
  for (std::size_t i = 0; i < N; ++i)
    if (words[i] == word) return static_cast<State>(i);
  throw std::logic_error("unknown state in the database");
}

std::string_view word_of(EntranceStatus status) {
  return entrance_words.at(static_cast<std::size_t>(status));
}

std::string entrance_context(const std::string& id) {
  return "officer_phone/entrance/" + id;
}
std::string request_context(const std::string& id) {
  return "officer_phone/request/" + id;
}

constexpr std::string_view request_columns =
    "id, entrance, intent, state, signed_intent, signature, created_at, expires_at";

SignatureRequest request_of(const platform::SqlRow& row, const PersonalData& personal) {
  const std::string& id = row.text(0);
  SignatureRequest request{id,
                           row.text(1),
                           personal.open(row.text(2), request_context(id)),
                           state_of<RequestState>(request_words, row.text(3)),
                           std::nullopt,
                           row.int64(6),
                           row.int64(7)};
  if (!row.is_null(4))
    request.answer = SignedIntent{personal.open(row.text(4), request_context(id)), row.bytes(5)};
  return request;
}

}  // namespace

std::span<const platform::Migration> migrations() {
  return list;
}

void add_entrance(platform::Transaction& transaction, const PersonalData& personal,
                  const Entrance& entrance) {
  const std::int64_t longest_ms = entrance_lifetime_ms + desk::phone_session_lifetime * 1000;
  const std::int64_t over_ms = entrance.created_ms - longest_ms;
  transaction.execute(
      "DELETE FROM signature_requests WHERE entrance IN (SELECT id FROM console_entrances WHERE created_ms < "
      "?)",
      over_ms);
  transaction.execute("DELETE FROM console_entrances WHERE created_ms < ?", over_ms);
  transaction.execute(
      "INSERT INTO console_entrances (id, status, browser_digest, claim_digest, link_secret, place, code, "
      "created_ms, expires_ms, phone_seen_at) VALUES (?, ?, ?, '', ?, ?, ?, ?, ?, 0)",
      entrance.id, word_of(entrance.status), entrance.browser_digest,
      personal.seal(entrance.link_secret, entrance_context(entrance.id)), entrance.place, entrance.code,
      entrance.created_ms, entrance.expires_ms);
}

std::optional<Entrance> entrance(platform::Transaction& transaction, const PersonalData& personal,
                                 const std::string& id) {
  const auto row = transaction.query_one(
      "SELECT id, status, browser_digest, claim_digest, link_secret, place, code, created_ms, expires_ms, "
      "phone_seen_at FROM console_entrances WHERE id = ?" +
          std::string(transaction.for_update()),
      id);
  if (!row) return std::nullopt;
  return Entrance{row->text(0),
                  state_of<EntranceStatus>(entrance_words, row->text(1)),
                  row->text(2),
                  row->text(3),
                  personal.open(row->text(4), entrance_context(id)),
                  row->text(5),
                  row->text(6),
                  row->int64(7),
                  row->int64(8),
                  row->int64(9)};
}

void set_scanned(platform::Transaction& transaction, const std::string& id, const std::string& claim_digest) {
  transaction.execute("UPDATE console_entrances SET status = ?, claim_digest = ? WHERE id = ?",
                      word_of(EntranceStatus::scanned), claim_digest, id);
}

void set_status(platform::Transaction& transaction, const std::string& id, EntranceStatus status) {
  transaction.execute("UPDATE console_entrances SET status = ? WHERE id = ?", word_of(status), id);
}

void set_phone_seen(platform::Transaction& transaction, const std::string& id, std::int64_t now) {
  transaction.execute("UPDATE console_entrances SET phone_seen_at = ? WHERE id = ?", now, id);
}

void add_request(platform::Transaction& transaction, const PersonalData& personal,
                 const SignatureRequest& request) {
  transaction.execute(
      "INSERT INTO signature_requests (id, entrance, intent, state, created_at, expires_at) VALUES (?, ?, ?, "
      "'waiting', ?, ?)",
      request.id, request.entrance, personal.seal(request.intent, request_context(request.id)),
      request.created_at, request.expires_at);
}

std::vector<SignatureRequest> requests(platform::Transaction& transaction, const PersonalData& personal,
                                       const std::string& entrance) {
  std::vector<SignatureRequest> found;
  for (const auto& row :
       transaction.query("SELECT " + std::string(request_columns) +
                             " FROM signature_requests WHERE entrance = ? ORDER BY created_at, id",
                         entrance))
    found.push_back(request_of(row, personal));
  return found;
}

std::int64_t count_waiting(platform::Transaction& transaction, const std::string& entrance,
                           std::int64_t now) {
  return transaction
      .query_one(
          "SELECT COUNT(*) FROM signature_requests WHERE entrance = ? AND state = 'waiting' AND expires_at > "
          "?",
          entrance, now)
      ->int64(0);
}

std::optional<SignatureRequest> request(platform::Transaction& transaction, const PersonalData& personal,
                                        const std::string& entrance, const std::string& id) {
  const auto row = transaction.query_one("SELECT " + std::string(request_columns) +
                                             " FROM signature_requests WHERE entrance = ? AND id = ?" +
                                             std::string(transaction.for_update()),
                                         entrance, id);
  if (!row) return std::nullopt;
  return request_of(*row, personal);
}

void set_signed(platform::Transaction& transaction, const PersonalData& personal, const std::string& id,
                const SignedIntent& answer) {
  transaction.execute(
      "UPDATE signature_requests SET state = 'signed', signed_intent = ?, signature = ? WHERE id = ?",
      personal.seal(answer.intent, request_context(id)), answer.signature_der, id);
}

void set_refused(platform::Transaction& transaction, const std::string& id) {
  transaction.execute("UPDATE signature_requests SET state = 'refused' WHERE id = ?", id);
}

void remove_request(platform::Transaction& transaction, const std::string& entrance, const std::string& id) {
  transaction.execute("DELETE FROM signature_requests WHERE entrance = ? AND id = ?", entrance, id);
}

void remove_requests(platform::Transaction& transaction, const std::string& entrance) {
  transaction.execute("DELETE FROM signature_requests WHERE entrance = ?", entrance);
}

}  // namespace palmkey::front::officer_phone::store
