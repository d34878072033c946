#include "front/certificates/store.hpp"

#include <array>
#include <stdexcept>

#include "front/subscribers/store.hpp"

namespace palmkey::front::certificates {

namespace {

constexpr std::array<std::string_view, 4> state_codes{"waiting", "revoking", "revoked", "refused"};

RevocationState known_state(std::string_view code) {
  for (std::size_t i = 0; i < state_codes.size(); ++i)
    if (state_codes[i] == code) return static_cast<RevocationState>(i);
  throw std::logic_error("revocations: unknown state in the database");
}

}  // namespace

std::string_view state_code(RevocationState state) {
  return state_codes.at(static_cast<std::size_t>(state));
}

namespace store {

namespace {

using platform::SqlRow;
using platform::Transaction;

constexpr std::array steps{platform::Migration{"0001_revocations", R"(
CREATE TABLE revocations (
  serial TEXT PRIMARY KEY,
  order_number TEXT NOT NULL REFERENCES orders (number),
  reason TEXT NOT NULL,
  state TEXT NOT NULL,
  acceptance_operator TEXT NOT NULL,
  acceptance_intent TEXT NOT NULL,
  acceptance_signature TEXT NOT NULL,
  review_operator TEXT NOT NULL,
  review_intent TEXT NOT NULL,
  review_signature TEXT NOT NULL,
  begun_at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL,
  refusal TEXT NOT NULL
);
CREATE INDEX revocations_by_state ON revocations (state, ended_at);
)"}};

constexpr std::string_view columns =
    "serial, order_number, reason, state, acceptance_operator, acceptance_intent, acceptance_signature, "
    "review_operator, review_intent, review_signature, begun_at, ended_at, refusal";

constexpr std::string_view pairs =
    "SELECT s.serial, e.serial, s.order_number, s.certificate, s.issued_at FROM order_certificates s "
    "JOIN order_certificates e ON e.order_number = s.order_number AND e.purpose = 'encryption' "
    "JOIN orders o ON o.number = s.order_number WHERE s.purpose = 'signing'";

std::string context_of(const std::string& serial, std::string_view column) {
  return "revocation/" + serial + "/" + std::string(column);
}

IssuedPair pair_of(const SqlRow& row) {
  return {row.text(0), row.text(1), row.text(2), row.bytes(3), row.int64(4)};
}

std::optional<SignedIntent> opened(const PersonalData& personal, const SqlRow& row, std::size_t column,
                                   std::string_view name) {
  if (row.text(column).empty()) return std::nullopt;
  return SignedIntent{personal.open(row.text(column), context_of(row.text(0), name)), row.bytes(column + 1)};
}

std::string sealed(const PersonalData& personal, const std::optional<SignedIntent>& intent,
                   const std::string& serial, std::string_view name) {
  return intent ? personal.seal(intent->intent, context_of(serial, name)) : std::string();
}

Revocation revocation_of(const SqlRow& row, const PersonalData& personal) {
  Revocation found;
  found.serial = row.text(0);
  found.order_number = row.text(1);
  found.reason = row.text(2);
  found.state = known_state(row.text(3));
  found.acceptance_operator = row.text(4);
  found.acceptance = opened(personal, row, 5, "acceptance");
  found.review_operator = row.text(7);
  found.review = opened(personal, row, 8, "review");
  found.begun_at = row.int64(10);
  found.ended_at = row.int64(11);
  found.refusal = row.text(12);
  return found;
}

std::optional<Revocation> select(Transaction& transaction, const PersonalData& personal,
                                 const std::string& serial, std::string_view suffix) {
  const auto row = transaction.query_one(
      "SELECT " + std::string(columns) + " FROM revocations WHERE serial = ?" + std::string(suffix), serial);
  if (!row) return std::nullopt;
  return revocation_of(*row, personal);
}

}  // namespace

std::span<const platform::Migration> migrations() {
  return steps;
}

std::vector<IssuedPair> list(Transaction& transaction, const PersonalData& personal, const Search& search) {
  std::string sql(pairs);
  std::vector<platform::SqlValue> values;
  const auto require = [&](std::string_view condition, std::string value) {
    sql += condition;
    values.emplace_back(std::move(value));
  };
  if (!search.order_number.empty()) require(" AND s.order_number = ?", search.order_number);
  if (!search.serial.empty()) {
    require(" AND (s.serial = ?", search.serial);
    require(" OR e.serial = ?)", search.serial);
  }
  if (!search.phone_tail.empty()) {
    const auto lookup = personal.lookup(search.phone_tail, "phone_tail");
    require(" AND (o.phone_tail_lookup = ?", lookup);
    require(" OR o.subscriber_id IN " + std::string(subscribers::store::with_phone_tail) + ")", lookup);
  }
  if (!search.name.empty()) require(" AND o.name_lookup = ?", personal.lookup(search.name, "name"));
  if (search.before) {
    sql += " AND (s.issued_at < ? OR (s.issued_at = ? AND s.serial > ?))";
    values.insert(values.end(), {search.before->time, search.before->time, search.before->name});
  }
  values.emplace_back(search.limit);
  std::vector<IssuedPair> found;
  for (const auto& row : transaction.query_with(sql + " ORDER BY s.issued_at DESC, s.serial LIMIT ?", values))
    found.push_back(pair_of(row));
  return found;
}

std::optional<IssuedPair> find(Transaction& transaction, const std::string& serial) {
  const auto row = transaction.query_one(std::string(pairs) + " AND s.serial = ?", serial);
  if (!row) return std::nullopt;
  return pair_of(*row);
}

std::vector<IssuedEncryption> encryption_of_holder(Transaction& transaction, const std::string& serial) {
  // A person is known by the document that officers have seen, whatever number they had then. Orders without
  // a document_lookup are nobody's but their own.
  std::vector<IssuedEncryption> found;
  for (const auto& row : transaction.query(
           "SELECT e.serial, e.certificate FROM order_certificates s "
           "JOIN orders o ON o.number = s.order_number "
           "JOIN orders h ON h.number = o.number OR (h.document_lookup = "
           "o.document_lookup AND o.document_lookup <> '') "
           "JOIN order_certificates e ON e.order_number = h.number AND e.purpose = 'encryption' "
           "WHERE s.serial = ? AND s.purpose = 'signing' ORDER BY e.issued_at, e.serial",
           serial))
    found.push_back({row.text(0), row.bytes(1)});
  return found;
}

std::optional<Revocation> revocation(Transaction& transaction, const PersonalData& personal,
                                     const std::string& serial) {
  return select(transaction, personal, serial, "");
}

std::optional<Revocation> lock_revocation(Transaction& transaction, const PersonalData& personal,
                                          const std::string& serial) {
  return select(transaction, personal, serial, transaction.for_update());
}

void put(Transaction& transaction, const PersonalData& personal, const Revocation& revocation) {
  const auto signature = [](const std::optional<SignedIntent>& intent) {
    return intent ? intent->signature_der : core::Bytes();
  };
  transaction.execute("DELETE FROM revocations WHERE serial = ?", revocation.serial);
  transaction.execute(
      "INSERT INTO revocations (" + std::string(columns) + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      revocation.serial, revocation.order_number, revocation.reason, state_code(revocation.state),
      revocation.acceptance_operator,
      sealed(personal, revocation.acceptance, revocation.serial, "acceptance"),
      signature(revocation.acceptance), revocation.review_operator,
      sealed(personal, revocation.review, revocation.serial, "review"), signature(revocation.review),
      revocation.begun_at, revocation.ended_at, revocation.refusal);
}

std::vector<Revocation> revocations(Transaction& transaction, const PersonalData& personal,
                                    std::int64_t ended_after) {
  std::vector<Revocation> found;
  for (const auto& row : transaction.query(
           "SELECT " + std::string(columns) +
           " FROM revocations WHERE state IN ('waiting', 'revoking') ORDER BY begun_at, serial"))
    found.push_back(revocation_of(row, personal));
  for (const auto& row : transaction.query("SELECT " + std::string(columns) +
                                               " FROM revocations WHERE state IN ('revoked', 'refused') AND "
                                               "ended_at > ? ORDER BY ended_at DESC, serial",
                                           ended_after))
    found.push_back(revocation_of(row, personal));
  return found;
}

}  // namespace store
}  // namespace palmkey::front::certificates
