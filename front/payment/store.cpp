#include "front/payment/store.hpp"

#include <array>
#include <stdexcept>

namespace palmkey::front::payment {

namespace {

constexpr std::array<std::string_view, 5> kStateCodes{"waiting", "paid", "closed", "refunding", "refunded"};

PaymentState state_of(std::string_view code) {
  for (std::size_t i = 0; i < kStateCodes.size(); ++i)
    if (kStateCodes[i] == code) return static_cast<PaymentState>(i);
  throw std::logic_error("unknown payment state in the database");
}

}  // namespace

std::string_view state_code(PaymentState state) {
  return kStateCodes.at(static_cast<std::size_t>(state));
}

namespace store {

namespace {

constexpr std::array kMigrations{platform::Migration{"0001_payments", R"(
CREATE TABLE payments (
  out_trade_no TEXT PRIMARY KEY,
  order_number TEXT NOT NULL REFERENCES orders (number),
  method TEXT NOT NULL,
  amount_fen BIGINT NOT NULL,
  state TEXT NOT NULL,
  url TEXT NOT NULL,
  transaction_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX payments_order ON payments (order_number);
)"},
                                 platform::Migration{"0002_refunds", R"(
ALTER TABLE payments ADD COLUMN refund_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE payments ADD COLUMN refunded_by TEXT NOT NULL DEFAULT '';
)"}};

constexpr std::string_view kColumns =
    "out_trade_no, order_number, method, amount_fen, state, url, transaction_id, created_at, expires_at, "
    "refund_reason, refunded_by";

Payment payment_of(const platform::SqlRow& row) {
  return {row.text(0),  row.text(1),           row.text(2) == "h5" ? Method::h5 : Method::native,
          row.int64(3), state_of(row.text(4)), row.text(5),
          row.text(6),  row.int64(7),          row.int64(8),
          row.text(9),  row.text(10)};
}

}  // namespace

std::span<const platform::Migration> migrations() {
  return kMigrations;
}

void insert(platform::Transaction& t, const Payment& payment) {
  t.execute("INSERT INTO payments (" + std::string(kColumns) + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            payment.out_trade_no, payment.order_number, method_code(payment.method), payment.amount_fen,
            state_code(payment.state), payment.url, payment.transaction_id, payment.created_at,
            payment.expires_at, payment.refund_reason, payment.refunded_by);
}

void set_url(platform::Transaction& t, const std::string& out_trade_no, const std::string& url) {
  t.execute("UPDATE payments SET url = ? WHERE out_trade_no = ?", url, out_trade_no);
}

void set_state(platform::Transaction& t, const std::string& out_trade_no, PaymentState state,
               const std::string& transaction_id) {
  t.execute(
      "UPDATE payments SET state = ?, transaction_id = CASE WHEN ? = '' THEN transaction_id ELSE ? END "
      "WHERE out_trade_no = ?",
      state_code(state), transaction_id, transaction_id, out_trade_no);
}

void set_refunding(platform::Transaction& t, const std::string& out_trade_no, const std::string& reason,
                   const std::string& administrator) {
  t.execute("UPDATE payments SET state = ?, refund_reason = ?, refunded_by = ? WHERE out_trade_no = ?",
            state_code(PaymentState::refunding), reason, administrator, out_trade_no);
}

std::vector<Payment> list(platform::Transaction& t, const std::string& search,
                          const std::optional<ListPlace>& before, std::size_t limit) {
  std::string sql = "SELECT " + std::string(kColumns) + " FROM payments WHERE 1 = 1";
  std::vector<platform::SqlValue> values;
  if (!search.empty()) {
    sql += " AND (order_number = ? OR out_trade_no = ? OR transaction_id = ?)";
    values.insert(values.end(), {search, search, search});
  }
  if (before) {
    sql += " AND (created_at < ? OR (created_at = ? AND out_trade_no < ?))";
    values.insert(values.end(), {before->time, before->time, before->name});
  }
  values.emplace_back(limit);
  std::vector<Payment> found;
  for (const auto& row : t.query_with(sql + " ORDER BY created_at DESC, out_trade_no DESC LIMIT ?", values))
    found.push_back(payment_of(row));
  return found;
}

std::optional<Payment> lock(platform::Transaction& t, const std::string& out_trade_no) {
  const auto row = t.query_one("SELECT " + std::string(kColumns) + " FROM payments WHERE out_trade_no = ?" +
                                   std::string(t.for_update()),
                               out_trade_no);
  if (!row) return std::nullopt;
  return payment_of(*row);
}

std::vector<Payment> of_order(platform::Transaction& t, const std::string& order_number) {
  std::vector<Payment> found;
  for (const auto& row : t.query(
           "SELECT " + std::string(kColumns) + " FROM payments WHERE order_number = ? ORDER BY out_trade_no",
           order_number))
    found.push_back(payment_of(row));
  return found;
}

}  // namespace store
}  // namespace palmkey::front::payment
