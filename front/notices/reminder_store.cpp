#include "front/notices/reminder_store.hpp"

#include "core/certificate.hpp"

namespace palmkey::front::notices::reminder_store {

namespace {

using platform::Transaction;

constexpr std::int64_t ends_at_once = 500;

}  // namespace

bool note_ends(Transaction& transaction) {
  const auto rows = transaction.query(
      "SELECT serial, certificate FROM order_certificates c WHERE purpose = 'signing' AND NOT EXISTS (SELECT "
      "1 FROM certificate_ends e WHERE e.serial = c.serial) LIMIT ?",
      ends_at_once);
  for (const auto& row : rows) {
    const auto certificate = core::decode_certificate(row.bytes(1));
    transaction.execute(
        "INSERT INTO certificate_ends (serial, not_after) VALUES (?, ?) ON CONFLICT DO NOTHING", row.text(0),
        certificate ? certificate->not_after : 0);
  }
  return static_cast<std::int64_t>(rows.size()) < ends_at_once;
}

std::vector<Ending> untold(Transaction& transaction, std::int64_t from, std::int64_t until, std::int64_t days,
                           std::size_t limit) {
  std::vector<Ending> found;
  for (const auto& row : transaction.query(
           "SELECT e.serial, c.order_number, e.not_after FROM certificate_ends e JOIN order_certificates c "
           "ON "
           "c.serial = e.serial JOIN orders o ON o.number = c.order_number WHERE e.not_after > ? AND "
           "e.not_after <= ? AND o.state = 'installed' AND NOT EXISTS (SELECT 1 FROM renewal_reminders r "
           "WHERE r.serial = e.serial AND r.days = ?) AND NOT EXISTS (SELECT 1 FROM orders f WHERE f.follows "
           "= e.serial AND f.business IN ('renewal', 'change', 'replacement') AND f.state IN "
           "('awaiting_acceptance', 'awaiting_paper', 'awaiting_review', 'issuing', 'awaiting_installation', "
           "'installed')) ORDER BY e.not_after, e.serial LIMIT ?",
           from, until, days, limit))
    found.push_back({row.text(0), row.text(1), row.int64(2)});
  return found;
}

bool note_told(Transaction& transaction, const std::string& serial, std::int64_t days, std::int64_t now) {
  return transaction.execute(
             "INSERT INTO renewal_reminders (serial, days, told_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
             serial, days, now) == 1;
}

}  // namespace palmkey::front::notices::reminder_store
