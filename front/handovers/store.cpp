#include "front/handovers/store.hpp"

#include <array>
#include <nlohmann/json.hpp>

#include "core/encoding.hpp"
#include "platform/failure.hpp"

namespace palmkey::front::handovers::store {

namespace {

using platform::Transaction;

constexpr std::array steps{platform::Migration{"0001_handovers", R"(
CREATE TABLE handovers (
  number TEXT PRIMARY KEY,
  serial TEXT NOT NULL,
  reference TEXT NOT NULL,
  recipient TEXT NOT NULL,
  recipient_subject TEXT NOT NULL,
  document_digest TEXT NOT NULL,
  document TEXT NOT NULL,
  state TEXT NOT NULL,
  begun_by TEXT NOT NULL,
  begun_at BIGINT NOT NULL,
  ended_by TEXT NOT NULL,
  ended_at BIGINT NOT NULL,
  enveloped_keys TEXT NOT NULL
);
CREATE INDEX handovers_by_time ON handovers (begun_at, number);
CREATE TABLE handover_approvals (
  number TEXT NOT NULL REFERENCES handovers (number),
  operator_id TEXT NOT NULL,
  intent TEXT NOT NULL,
  signature TEXT NOT NULL,
  signed_at BIGINT NOT NULL,
  PRIMARY KEY (number, operator_id)
);
)"}};

constexpr std::string_view columns =
    "number, serial, reference, recipient, recipient_subject, document_digest, state, begun_by, begun_at, "
    "ended_by, ended_at, enveloped_keys";

std::string context_of(const std::string& number, std::string_view column) {
  return "handover/" + number + "/" + std::string(column);
}

HandoverState state_of(std::string_view code) {
  for (const auto state : {HandoverState::waiting, HandoverState::done, HandoverState::withdrawn})
    if (state_code(state) == code) return state;
  throw platform::Failure("state_unknown", 500);
}

std::string keys_text(const std::vector<core::Bytes>& keys) {
  nlohmann::json list = nlohmann::json::array();
  for (const auto& key : keys) list.push_back(core::to_base64(key));
  return list.dump();
}

std::vector<core::Bytes> keys_of(const std::string& text) {
  std::vector<core::Bytes> keys;
  const auto list = nlohmann::json::parse(text);
  for (const auto& key : list)
    keys.push_back(platform::value_or_throw(core::from_base64(key.get<std::string>()), "keys"));
  return keys;
}

Handover handover_of(const platform::SqlRow& row, const PersonalData& personal) {
  Handover handover;
  handover.number = row.text(0);
  handover.serial = row.text(1);
  handover.reference = personal.open(row.text(2), context_of(handover.number, "reference"));
  handover.recipient = row.bytes(3);
  handover.recipient_subject = row.text(4);
  handover.document_digest = row.text(5);
  handover.state = state_of(row.text(6));
  handover.begun_by = row.text(7);
  handover.begun_at = row.int64(8);
  handover.ended_by = row.text(9);
  handover.ended_at = row.int64(10);
  handover.keys = keys_of(row.text(11));
  return handover;
}

std::optional<Handover> find_with(Transaction& transaction, const PersonalData& personal,
                                  const std::string& number, std::string_view lock) {
  const auto row = transaction.query_one(
      "SELECT " + std::string(columns) + " FROM handovers WHERE number = ?" + std::string(lock), number);
  if (!row) return std::nullopt;
  return handover_of(*row, personal);
}

}  // namespace

std::span<const platform::Migration> migrations() {
  return steps;
}

void insert(Transaction& transaction, const PersonalData& personal, const Handover& handover,
            core::ByteView document) {
  transaction.execute("INSERT INTO handovers (" + std::string(columns) +
                          ", document) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                      handover.number, handover.serial,
                      personal.seal(handover.reference, context_of(handover.number, "reference")),
                      handover.recipient, handover.recipient_subject, handover.document_digest,
                      state_code(handover.state), handover.begun_by, handover.begun_at, handover.ended_by,
                      handover.ended_at, keys_text(handover.keys),
                      personal.seal(document, context_of(handover.number, "document")));
}

std::optional<Handover> find(Transaction& transaction, const PersonalData& personal,
                             const std::string& number) {
  return find_with(transaction, personal, number, "");
}

std::optional<Handover> lock(Transaction& transaction, const PersonalData& personal,
                             const std::string& number) {
  return find_with(transaction, personal, number, transaction.for_update());
}

void update(Transaction& transaction, const Handover& handover) {
  transaction.execute(
      "UPDATE handovers SET state = ?, ended_by = ?, ended_at = ?, enveloped_keys = ? WHERE number = ?",
      state_code(handover.state), handover.ended_by, handover.ended_at, keys_text(handover.keys),
      handover.number);
}

std::vector<Handover> list(Transaction& transaction, const PersonalData& personal, const Search& search) {
  std::string sql = "SELECT " + std::string(columns) + " FROM handovers WHERE 1 = 1";
  std::vector<platform::SqlValue> values;
  if (const auto& wanted = search.number_or_serial; !wanted.empty()) {
    sql += " AND (number = ? OR serial = ?)";
    values.insert(values.end(), {wanted, wanted});
  }
  if (const auto& before = search.before) {
    sql += " AND (begun_at < ? OR (begun_at = ? AND number < ?))";
    values.insert(values.end(), {before->time, before->time, before->name});
  }
  values.emplace_back(static_cast<std::int64_t>(search.limit));
  std::vector<Handover> found;
  for (const auto& row : transaction.query_with(sql + " ORDER BY begun_at DESC, number DESC LIMIT ?", values))
    found.push_back(handover_of(row, personal));
  return found;
}

core::Bytes document(Transaction& transaction, const PersonalData& personal, const std::string& number) {
  const auto row = transaction.query_one("SELECT document FROM handovers WHERE number = ?", number);
  if (!row) throw platform::Failure("handover_unknown", 404, "number");
  return personal.open_bytes(row->text(0), context_of(number, "document"));
}

void put_approval(Transaction& transaction, const PersonalData& personal, const std::string& number,
                  const Approval& approval) {
  transaction.execute("DELETE FROM handover_approvals WHERE number = ? AND operator_id = ?", number,
                      approval.operator_id);
  transaction.execute(
      "INSERT INTO handover_approvals (number, operator_id, intent, signature, signed_at) VALUES (?, ?, ?, "
      "?, ?)",
      number, approval.operator_id,
      personal.seal(approval.signed_intent.intent, context_of(number, approval.operator_id)),
      approval.signed_intent.signature_der, approval.signed_at);
}

std::vector<Approval> approvals(Transaction& transaction, const PersonalData& personal,
                                const std::string& number) {
  std::vector<Approval> found;
  for (const auto& row :
       transaction.query("SELECT operator_id, intent, signature, signed_at FROM handover_approvals WHERE "
                         "number = ? ORDER BY signed_at, operator_id",
                         number)) {
    const std::string id = row.text(0);
    found.push_back({id, {personal.open(row.text(1), context_of(number, id)), row.bytes(2)}, row.int64(3)});
  }
  return found;
}

}  // namespace palmkey::front::handovers::store
