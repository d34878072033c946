#include "front/administration/store.hpp"

#include <array>

namespace palmkey::front::administration::store {

namespace {

using platform::Transaction;

constexpr std::array steps{platform::Migration{"0001_changes", R"(
CREATE TABLE administrative_changes (
  id TEXT PRIMARY KEY,
  subject TEXT NOT NULL,
  state TEXT NOT NULL,
  begun_by TEXT NOT NULL,
  begun_at BIGINT NOT NULL,
  first_intent TEXT NOT NULL,
  first_signature TEXT NOT NULL,
  second_intent TEXT NOT NULL,
  activation_expires_at BIGINT NOT NULL
);
)"}};

constexpr std::string_view columns =
    "id, subject, state, begun_by, begun_at, first_intent, first_signature, second_intent, "
    "activation_expires_at";

std::string_view subject_code(Subject subject) {
  return subject == Subject::operators ? "operators" : "relying_parties";
}

std::string context_of(const std::string& id, std::string_view column) {
  return "administration/" + id + "/" + std::string(column);
}

Change change_of(const platform::SqlRow& row, const PersonalData& personal) {
  Change change;
  change.id = row.text(0);
  change.subject = row.text(1) == "operators" ? Subject::operators : Subject::relying_parties;
  change.state = row.text(2) == "done" ? ChangeState::done : ChangeState::waiting;
  change.begun_by = row.text(3);
  change.begun_at = row.int64(4);
  change.first = {personal.open(row.text(5), context_of(change.id, "first")), row.bytes(6)};
  if (!row.text(7).empty())
    change.second_intent = personal.open(row.text(7), context_of(change.id, "second"));
  change.activation_expires_at = row.int64(8);
  return change;
}

}  // namespace

std::span<const platform::Migration> migrations() {
  return steps;
}

std::optional<Change> lock(Transaction& transaction, const PersonalData& personal, const std::string& id) {
  const auto row =
      transaction.query_one("SELECT " + std::string(columns) + " FROM administrative_changes WHERE id = ?" +
                                std::string(transaction.for_update()),
                            id);
  if (!row) return std::nullopt;
  return change_of(*row, personal);
}

void put(Transaction& transaction, const PersonalData& personal, const Change& change) {
  transaction.execute("DELETE FROM administrative_changes WHERE id = ?", change.id);
  transaction.execute(
      "INSERT INTO administrative_changes (" + std::string(columns) + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      change.id, subject_code(change.subject), change.state == ChangeState::done ? "done" : "waiting",
      change.begun_by, change.begun_at, personal.seal(change.first.intent, context_of(change.id, "first")),
      change.first.signature_der,
      change.second_intent.empty() ? std::string()
                                   : personal.seal(change.second_intent, context_of(change.id, "second")),
      change.activation_expires_at);
}

std::vector<Change> waiting(Transaction& transaction, const PersonalData& personal, Subject subject,
                            std::int64_t begun_after) {
  std::vector<Change> found;
  for (const auto& row : transaction.query("SELECT " + std::string(columns) +
                                               " FROM administrative_changes WHERE subject = ? AND state = "
                                               "'waiting' AND begun_at > ? ORDER BY begun_at, id",
                                           subject_code(subject), begun_after))
    found.push_back(change_of(row, personal));
  return found;
}

}  // namespace palmkey::front::administration::store
