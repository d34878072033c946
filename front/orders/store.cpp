#include "front/orders/store.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "front/identity/contact.hpp"
#include "front/orders/application_record.hpp"
#include "front/orders/order_number.hpp"
#include "front/subscribers/store.hpp"

namespace palmkey::front::orders::store {

namespace {

using platform::SqlRow;
using platform::SqlValue;
using platform::Transaction;

constexpr std::string_view order_columns =
    "number, subscriber_id, service_id, state, fee, paid, paper_received, submission, application, request, "
    "public_key, rejected_fields, rejection_reason, created_at, updated_at, agreements, state_since, "
    "service_version, follows, self_service, waits_until, other_number";

std::string context_of(const std::string& number, std::string_view column) {
  return "order/" + number + "/" + std::string(column);
}

// The first or the last number with this beginning; numbers are of one length, so that their order is that of
// their digits. Other text, which databases order as they like, stays as it is.
std::string filled_up(std::string number, char digit) {
  if (number.find_first_not_of("0123456789") == std::string::npos)
    number.resize(std::max(number.size(), order_number_length), digit);
  return number;
}

Step known_step(std::string_view code) {
  for (const auto step : {Step::acceptance, Step::review, Step::recovery})
    if (step_code(step) == code) return step;
  throw std::logic_error("a step that no decision has");
}

State known_state(const std::string& code) {
  const auto state = state_of(code);
  if (!state) throw std::logic_error("orders: unknown state in the database");
  return *state;
}

Business known_business(const std::string& code) {
  const auto business = business_of(code);
  if (!business) throw std::logic_error("orders: unknown business in the database");
  return *business;
}

nlohmann::json json_of(const std::vector<agreements::Acceptance>& acceptances) {
  auto list = nlohmann::json::array();
  for (const auto& acceptance : acceptances)
    list.push_back({{"id", acceptance.agreement_id},
                    {"version", acceptance.version},
                    {"digest", acceptance.digest},
                    {"accepted_at", acceptance.accepted_at}});
  return list;
}

std::vector<agreements::Acceptance> agreements_of(const std::string& text) {
  std::vector<agreements::Acceptance> acceptances;
  for (const auto& item : nlohmann::json::parse(text))
    acceptances.push_back({item.at("id").get<std::string>(), item.at("version").get<std::string>(),
                           item.at("digest").get<std::string>(), item.at("accepted_at").get<std::int64_t>()});
  return acceptances;
}

Order order_of(const SqlRow& row, const PersonalData& personal) {
  Order order;
  order.number = row.text(0);
  order.subscriber_id = row.text(1);
  order.service_id = row.text(2);
  order.state = known_state(row.text(3));
  order.fee = row.int64(4);
  order.paid = row.boolean(5);
  order.paper_received = row.boolean(6);
  order.submission = row.int64(7);
  order.application = from_record(personal.open(row.text(8), context_of(order.number, "application")));
  order.request = row.bytes(9);
  order.public_key = row.text(10);
  order.rejected_fields = nlohmann::json::parse(row.text(11)).get<std::vector<std::string>>();
  if (!row.text(12).empty())
    order.rejection_reason = personal.open(row.text(12), context_of(order.number, "rejection_reason"));
  order.created_at = row.int64(13);
  order.updated_at = row.int64(14);
  order.agreements = agreements_of(row.text(15));
  order.state_since = row.int64(16);
  order.service_version = row.int64(17);
  order.follows = row.text(18);
  order.self_service = row.boolean(19);
  order.waits_until = row.int64(20);
  order.other_number = row.boolean(21);
  return order;
}

std::optional<Order> select_order(Transaction& transaction, const PersonalData& personal,
                                  const std::string& number, std::string_view suffix) {
  const auto row = transaction.query_one(
      "SELECT " + std::string(order_columns) + " FROM orders WHERE number = ?" + std::string(suffix), number);
  if (!row) return std::nullopt;
  return order_of(*row, personal);
}

// The kind belongs to it: two kinds may count alike.
std::string document_lookup(const Applicant& applicant, const PersonalData& personal) {
  return personal.lookup(
      std::string(identity::document_kind_code(applicant.document_kind)) + " " + applicant.document_number,
      "document");
}

// "(?, ?)" for so many values.
std::string places(std::size_t count) {
  std::string text = "(";
  for (std::size_t i = 0; i < count; ++i) text += i == 0 ? "?" : ", ?";
  return text + ")";
}

std::vector<std::string> numbers_of(const platform::SqlRows& rows) {
  std::vector<std::string> numbers;
  for (const auto& row : rows) numbers.push_back(row.text(0));
  return numbers;
}

std::string sealed_or_empty(const PersonalData& personal, const std::string& text,
                            const std::string& context) {
  return text.empty() ? std::string() : personal.seal(text, context);
}

}  // namespace

std::int64_t next_serial(Transaction& transaction, const std::string& day) {
  return transaction
      .query_one(
          "INSERT INTO order_counters (day, last) VALUES (?, 1) "
          "ON CONFLICT (day) DO UPDATE SET last = order_counters.last + 1 RETURNING last",
          day)
      ->int64(0);
}

void insert(Transaction& transaction, const PersonalData& personal, const Order& order,
            const IdempotencyKey& idempotency) {
  transaction.execute(
      "INSERT INTO orders (number, subscriber_id, service_id, state, fee, paid, paper_received, submission, "
      "application, name_lookup, phone_tail_lookup, request, public_key, rejected_fields, rejection_reason, "
      "idempotency_key, request_lookup, created_at, updated_at, agreements, service_version, business, "
      "follows, other_number) VALUES "
      "(?, ?, ?, ?, ?, 0, 0, 0, '', '', '', '', '', '[]', '', ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      order.number, order.subscriber_id, order.service_id, state_code(order.state), order.fee,
      idempotency.key, idempotency.request_lookup, order.created_at, order.updated_at,
      json_of(order.agreements).dump(), order.service_version, business_code(order.application.business),
      order.follows, order.other_number);
  update(transaction, personal, order);
}

std::optional<std::pair<std::string, std::string>> find_by_key(Transaction& transaction,
                                                               const std::string& subscriber_id,
                                                               const std::string& key) {
  const auto row = transaction.query_one(
      "SELECT number, request_lookup FROM orders WHERE subscriber_id = ? AND idempotency_key = ?",
      subscriber_id, key);
  if (!row) return std::nullopt;
  return std::pair{row->text(0), row->text(1)};
}

void update(Transaction& transaction, const PersonalData& personal, const Order& order) {
  const Applicant& applicant = order.application.applicant;
  transaction.execute(
      "UPDATE orders SET state = ?, paid = ?, paper_received = ?, submission = ?, application = ?, "
      "name_lookup = ?, phone_tail_lookup = ?, document_lookup = ?, request = ?, public_key = ?, "
      "rejected_fields = ?, rejection_reason = ?, updated_at = ?, state_since = ?, self_service = ?, "
      "waits_until = ? WHERE number = ?",
      state_code(order.state), order.paid, order.paper_received, order.submission,
      personal.seal(to_record(order.application), context_of(order.number, "application")),
      personal.lookup(applicant.name, "name"),
      personal.lookup(identity::phone_tail(applicant.phone), "phone_tail"),
      document_lookup(applicant, personal), order.request, order.public_key,
      nlohmann::json(order.rejected_fields).dump(),
      sealed_or_empty(personal, order.rejection_reason, context_of(order.number, "rejection_reason")),
      order.updated_at, order.state_since, order.self_service, order.waits_until, order.number);
}

std::optional<Order> find(Transaction& transaction, const PersonalData& personal, const std::string& number) {
  return select_order(transaction, personal, number, "");
}

std::optional<Order> lock(Transaction& transaction, const PersonalData& personal, const std::string& number) {
  return select_order(transaction, personal, number, transaction.for_update());
}

std::optional<Order> find_issued(Transaction& transaction, const PersonalData& personal,
                                 const std::string& serial) {
  const auto row = transaction.query_one(
      "SELECT order_number FROM order_certificates WHERE serial = ? AND purpose = 'signing'", serial);
  if (!row) return std::nullopt;
  return find(transaction, personal, row->text(0));
}

std::vector<std::string> following(Transaction& transaction, const std::string& serial, Business business,
                                   const std::vector<State>& states) {
  std::vector<SqlValue> values{serial, std::string(business_code(business))};
  for (const State state : states) values.emplace_back(state_code(state));
  return numbers_of(
      transaction.query_with("SELECT number FROM orders WHERE follows = ? AND business = ? AND state IN " +
                                 places(states.size()) + " ORDER BY number",
                             values));
}

std::vector<std::string> about_key(Transaction& transaction, const std::string& public_key, Business business,
                                   State state) {
  return numbers_of(transaction.query(
      "SELECT number FROM orders WHERE public_key = ? AND business = ? AND state = ? ORDER BY number",
      public_key, business_code(business), state_code(state)));
}

bool key_belongs_to_another(Transaction& transaction, const std::string& public_key,
                            const std::string& subscriber_id) {
  return !transaction
              .query("SELECT number FROM orders WHERE public_key = ? AND subscriber_id <> ? LIMIT 1",
                     public_key, subscriber_id)
              .empty();
}

std::vector<Order> search(Transaction& transaction, const PersonalData& personal, const Search& search) {
  std::string sql = "SELECT " + std::string(order_columns) + " FROM orders WHERE 1 = 1";
  std::vector<SqlValue> values;
  const auto require = [&](std::string_view condition, std::string value) {
    sql += " AND " + std::string(condition);
    values.emplace_back(std::move(value));
  };
  if (!search.subscriber_id.empty()) require("subscriber_id = ?", search.subscriber_id);
  if (!search.service_id.empty()) require("service_id = ?", search.service_id);
  if (!search.number.empty()) {
    require("number >= ?", filled_up(search.number, '0'));
    require("number <= ?", filled_up(search.number, '9'));
  }
  if (!search.applicant_name.empty())
    require("name_lookup = ?", personal.lookup(search.applicant_name, "name"));
  if (!search.phone_tail.empty()) {
    const auto lookup = personal.lookup(search.phone_tail, "phone_tail");
    require("(phone_tail_lookup = ?", lookup);
    sql += " OR subscriber_id IN " + std::string(subscribers::store::with_phone_tail) + ")";
    values.emplace_back(lookup);
  }
  if (!search.before.empty() && search.longest_waiting) {
    sql += " AND (state_since > ? OR (state_since = ? AND number > ?))";
    values.insert(values.end(), {search.before_since, search.before_since, search.before});
  } else if (!search.before.empty()) {
    require("number < ?", search.before);
  }
  if (!search.states.empty()) {
    sql += " AND state IN " + places(search.states.size());
    for (const State state : search.states) values.emplace_back(state_code(state));
  }
  if (!search.businesses.empty()) {
    sql += " AND business IN " + places(search.businesses.size());
    for (const Business business : search.businesses) values.emplace_back(business_code(business));
  }
  sql += search.longest_waiting ? " ORDER BY state_since, number LIMIT ?" : " ORDER BY number DESC LIMIT ?";
  values.emplace_back(search.limit);
  std::vector<Order> orders;
  for (const auto& row : transaction.query_with(sql, values)) orders.push_back(order_of(row, personal));
  return orders;
}

void add_to_timeline(Transaction& transaction, const PersonalData& personal, const std::string& number,
                     std::string_view event, State from, State to, const Actor& actor,
                     const std::string& detail, std::int64_t now) {
  transaction.execute(
      "INSERT INTO order_timeline (order_number, sequence, time, event, from_state, to_state, actor_kind, "
      "actor, "
      "detail) SELECT ?, COALESCE(MAX(sequence), 0) + 1, ?, ?, ?, ?, ?, ?, ? FROM order_timeline "
      "WHERE order_number = ?",
      number, now, event, state_code(from), state_code(to), actor.kind, actor.id,
      sealed_or_empty(personal, detail, context_of(number, "timeline")), number);
}

std::vector<TimelineEntry> timeline(Transaction& transaction, const PersonalData& personal,
                                    const std::string& number) {
  std::vector<TimelineEntry> entries;
  for (const auto& row : transaction.query("SELECT time, event, to_state, actor_kind, actor, detail FROM "
                                           "order_timeline WHERE order_number = ? "
                                           "ORDER BY sequence",
                                           number))
    entries.push_back(
        {row.int64(0), row.text(1), known_state(row.text(2)), row.text(3), row.text(4),
         row.text(5).empty() ? "" : personal.open(row.text(5), context_of(number, "timeline"))});
  return entries;
}

void put_attachment(Transaction& transaction, const std::string& number, const AttachmentRecord& attachment) {
  remove_attachment(transaction, number, attachment.kind);
  transaction.execute(
      "INSERT INTO order_attachments (order_number, kind, file_id, media_type, digest, source_lookup, size, "
      "created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      number, attachment.kind, attachment.file_id, attachment.media_type, attachment.digest,
      attachment.source_lookup, attachment.size, attachment.created_at);
}

void remove_attachment(Transaction& transaction, const std::string& number, const std::string& kind) {
  transaction.execute("DELETE FROM order_attachments WHERE order_number = ? AND kind = ?", number, kind);
}

std::vector<AttachmentRecord> attachments(Transaction& transaction, const std::string& number) {
  std::vector<AttachmentRecord> result;
  for (const auto& row : transaction.query(
           "SELECT kind, file_id, media_type, digest, source_lookup, size, created_at FROM order_attachments "
           "WHERE order_number = ? ORDER BY kind",
           number))
    result.push_back(
        {row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.int64(5), row.int64(6)});
  return result;
}

bool is_attachment_file(Transaction& transaction, const std::string& file_id) {
  return transaction.query_one("SELECT kind FROM order_attachments WHERE file_id = ?", file_id).has_value();
}

void add_certificate(Transaction& transaction, const std::string& number, const CertificateEntry& certificate,
                     std::int64_t now) {
  transaction.execute(
      "INSERT INTO order_certificates (serial, order_number, purpose, certificate, issued_at) VALUES (?, ?, "
      "?, ?, ?)",
      certificate.serial, number, certificate.purpose, certificate.der, now);
}

std::vector<CertificateEntry> certificates(Transaction& transaction, const std::string& number) {
  std::vector<CertificateEntry> result;
  for (const auto& row : transaction.query("SELECT purpose, serial, certificate FROM order_certificates "
                                           "WHERE order_number = ? ORDER BY purpose DESC",
                                           number))
    result.push_back({row.text(0), row.text(1), row.bytes(2)});
  return result;
}

void add_decision(Transaction& transaction, const PersonalData& personal, const Order& order,
                  const Decision& decision) {
  transaction.execute(
      "INSERT INTO order_decisions (order_number, submission, step, approved, operator_id, intent, "
      "signature, "
      "decided_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      order.number, order.submission, step_code(decision.step), decision.approved, decision.operator_id,
      personal.seal(decision.intent, context_of(order.number, "intent")), decision.signature,
      decision.decided_at);
}

std::vector<Decision> decisions(Transaction& transaction, const PersonalData& personal, const Order& order) {
  auto found = all_decisions(transaction, personal, order.number);
  std::erase_if(found, [&](const Decision& decision) { return decision.submission != order.submission; });
  return found;
}

std::vector<Decision> all_decisions(Transaction& transaction, const PersonalData& personal,
                                    const std::string& number) {
  std::vector<Decision> result;
  for (const auto& row :
       transaction.query("SELECT submission, step, approved, operator_id, intent, signature, decided_at FROM "
                         "order_decisions WHERE order_number = ? ORDER BY submission, decided_at, step",
                         number))
    result.push_back({row.int64(0), known_step(row.text(1)), row.boolean(2), row.text(3),
                      personal.open(row.text(4), context_of(number, "intent")), row.bytes(5), row.int64(6)});
  return result;
}

std::int64_t count_decisions(Transaction& transaction, const std::string& operator_id, std::int64_t since) {
  return transaction
      .query_one("SELECT COUNT(*) FROM order_decisions WHERE operator_id = ? AND decided_at >= ?",
                 operator_id, since)
      ->int64(0);
}

namespace {

// The order that the certificate was issued on has the same document by its nature.
constexpr std::string_view not_the_followed =
    " AND NOT EXISTS (SELECT 1 FROM order_certificates c WHERE c.serial = o.follows AND c.order_number = "
    "other.number) ";

}  // namespace

std::map<std::string, std::int64_t> count_duplicates(Transaction& transaction,
                                                     const std::vector<std::string>& numbers) {
  std::map<std::string, std::int64_t> counts;
  if (numbers.empty()) return counts;
  for (const auto& row :
       transaction.query_with("SELECT o.number, COUNT(*) FROM orders o JOIN orders other ON "
                              "other.document_lookup = o.document_lookup AND other.number <> o.number "
                              "WHERE o.document_lookup <> '' AND other.state <> 'cancelled'" +
                                  std::string(not_the_followed) + "AND o.number IN " +
                                  places(numbers.size()) + " GROUP BY o.number",
                              {numbers.begin(), numbers.end()}))
    counts[row.text(0)] = row.int64(1);
  return counts;
}

std::vector<Duplicate> duplicates(Transaction& transaction, const std::string& number) {
  std::vector<Duplicate> found;
  for (const auto& row : transaction.query(
           "SELECT other.number, other.state, other.paid, other.created_at, other.business FROM orders o "
           "JOIN orders other ON other.document_lookup = o.document_lookup AND other.number <> o.number "
           "WHERE o.number = ? AND o.document_lookup <> '' AND other.state <> 'cancelled'" +
               std::string(not_the_followed) + "ORDER BY other.number DESC",
           number))
    found.push_back(
        {row.text(0), known_business(row.text(4)), known_state(row.text(1)), row.boolean(2), row.int64(3)});
  return found;
}

std::vector<Waiting> waiting(Transaction& transaction, const std::vector<State>& states) {
  std::vector<Waiting> found;
  if (states.empty()) return found;
  std::vector<SqlValue> values;
  values.reserve(states.size());
  for (const State state : states) values.emplace_back(state_code(state));
  for (const auto& row : transaction.query_with(
           "SELECT business, service_id, service_version, state, state_since FROM orders WHERE state IN " +
               places(states.size()),
           values))
    found.push_back(
        {*business_of(row.text(0)), row.text(1), row.int64(2), known_state(row.text(3)), row.int64(4)});
  return found;
}

void add_version(Transaction& transaction, const PersonalData& personal, const Order& order,
                 std::int64_t now) {
  auto files = nlohmann::json::array();
  for (const auto& attachment : attachments(transaction, order.number))
    files.push_back({attachment.kind, attachment.digest});
  transaction.execute(
      "INSERT INTO order_versions (order_number, submission, application, attachments, handed_in_at) VALUES "
      "(?, ?, ?, ?, ?)",
      order.number, order.submission,
      personal.seal(to_record(order.application), context_of(order.number, "version")), files.dump(), now);
}

std::optional<Version> version_before(Transaction& transaction, const PersonalData& personal,
                                      const Order& order) {
  const auto rows = transaction.query(
      "SELECT submission, application, attachments, handed_in_at FROM order_versions WHERE order_number = ? "
      "AND submission < ? ORDER BY submission DESC LIMIT 1",
      order.number, order.submission);
  if (rows.empty()) return std::nullopt;
  const auto& row = rows[0];
  return Version{row.int64(0), from_record(personal.open(row.text(1), context_of(order.number, "version"))),
                 nlohmann::json::parse(row.text(2)).get<std::vector<std::pair<std::string, std::string>>>(),
                 row.int64(3)};
}

}  // namespace palmkey::front::orders::store
