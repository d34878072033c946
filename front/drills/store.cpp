#include "front/drills/store.hpp"

#include <array>
#include <stdexcept>

namespace palmkey::front::drills::store {

namespace {

constexpr std::array list{platform::Migration{"0001_drills", R"(
CREATE TABLE drills (
  id TEXT PRIMARY KEY,
  client_id TEXT NOT NULL,
  state TEXT NOT NULL,
  account TEXT NOT NULL,
  link_digest TEXT NOT NULL,
  claim_digest TEXT NOT NULL,
  answers_digest TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE TABLE drill_messages (
  drill_id TEXT NOT NULL REFERENCES drills (id),
  position BIGINT NOT NULL,
  serial TEXT NOT NULL,
  not_after BIGINT NOT NULL,
  ciphertext TEXT NOT NULL,
  digest TEXT NOT NULL,
  opens BIGINT,
  PRIMARY KEY (drill_id, position),
  UNIQUE (drill_id, serial)
);
)"}};

constexpr std::array<std::string_view, 5> state_names{"waiting", "claimed", "passed", "failed", "rejected"};

std::string_view name_of(State state) {
  return state_names.at(static_cast<std::size_t>(state));
}

State state_of(std::string_view name) {
  for (std::size_t i = 0; i < state_names.size(); ++i)
    if (state_names.at(i) == name) return static_cast<State>(i);
  throw std::logic_error("unknown state of a drill in the database");
}

std::string context_of(const std::string& id) {
  return "drill/" + id;
}

std::vector<Message> messages_of(platform::Transaction& transaction, const std::string& id) {
  std::vector<Message> messages;
  for (const auto& row :
       transaction.query("SELECT serial, not_after, ciphertext, digest, opens FROM drill_messages "
                         "WHERE drill_id = ? ORDER BY position",
                         id)) {
    Message message{row.text(0), row.int64(1), row.bytes(2), row.bytes(3), {}};
    if (const auto opens = row.optional_int64(4)) message.opens = *opens != 0;
    messages.push_back(std::move(message));
  }
  return messages;
}

}  // namespace

std::span<const platform::Migration> migrations() {
  return list;
}

void insert(platform::Transaction& transaction, const PersonalData& personal, const Drill& drill) {
  transaction.execute(
      "INSERT INTO drills (id, client_id, state, account, link_digest, claim_digest, answers_digest, "
      "created_at, expires_at) VALUES (?, ?, ?, ?, ?, '', '', ?, ?)",
      drill.id, drill.client_id, name_of(drill.state), personal.seal(drill.account, context_of(drill.id)),
      drill.link_digest, drill.created_at, drill.expires_at);
  for (std::size_t i = 0; i < drill.messages.size(); ++i) {
    const Message& message = drill.messages[i];
    transaction.execute(
        "INSERT INTO drill_messages (drill_id, position, serial, not_after, ciphertext, digest) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        drill.id, i, message.serial, message.not_after, message.ciphertext, message.digest);
  }
}

std::optional<Drill> lock(platform::Transaction& transaction, const PersonalData& personal,
                          const std::string& id) {
  const auto row = transaction.query_one(
      "SELECT client_id, state, account, link_digest, claim_digest, answers_digest, created_at, expires_at "
      "FROM drills WHERE id = ?" +
          std::string(transaction.for_update()),
      id);
  if (!row) return std::nullopt;
  Drill drill;
  drill.id = id;
  drill.client_id = row->text(0);
  drill.state = state_of(row->text(1));
  drill.account = personal.open(row->text(2), context_of(id));
  drill.link_digest = row->text(3);
  drill.claim_digest = row->text(4);
  drill.answers_digest = row->text(5);
  drill.created_at = row->int64(6);
  drill.expires_at = row->int64(7);
  drill.messages = messages_of(transaction, id);
  return drill;
}

void update(platform::Transaction& transaction, const Drill& drill) {
  transaction.execute("UPDATE drills SET state = ?, claim_digest = ?, answers_digest = ? WHERE id = ?",
                      name_of(drill.state), drill.claim_digest, drill.answers_digest, drill.id);
  for (const Message& message : drill.messages)
    if (message.opens)
      transaction.execute("UPDATE drill_messages SET opens = ? WHERE drill_id = ? AND serial = ?",
                          *message.opens, drill.id, message.serial);
}

void remove(platform::Transaction& transaction, const std::string& id) {
  transaction.execute("DELETE FROM drill_messages WHERE drill_id = ?", id);
  transaction.execute("DELETE FROM drills WHERE id = ?", id);
}

}  // namespace palmkey::front::drills::store
