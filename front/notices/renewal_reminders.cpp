#include "front/notices/renewal_reminders.hpp"

#include <array>
#include <string>
#include <vector>

#include "core/certificate.hpp"
#include "front/notices/mail_notice.hpp"
#include "front/notices/notice.hpp"
#include "front/orders/order_number.hpp"
#include "front/orders/store.hpp"
#include "platform/failure.hpp"
#include "platform/jobs.hpp"

namespace palmkey::front::notices {

namespace {

using platform::Transaction;

constexpr std::int64_t day = 24LL * 3600;
constexpr std::int64_t hour_ms = 3600LL * 1000;
constexpr std::array<std::int64_t, 4> days_before{1, 7, 30, 60};
constexpr std::size_t ends_at_once = 500;

struct Ending {
  std::string serial, order_number;
  std::int64_t not_after = 0;
  std::int64_t days = 0;  // which reminder is due
};

// The ends of certificates are read out of them once. False if there may be more.
bool note_ends(Transaction& transaction) {
  const auto rows = transaction.query(
      "SELECT serial, certificate FROM order_certificates c WHERE purpose = 'signing' AND NOT EXISTS (SELECT "
      "1 FROM certificate_ends e WHERE e.serial = c.serial) LIMIT ?",
      static_cast<std::int64_t>(ends_at_once));
  for (const auto& row : rows) {
    const auto certificate = core::decode_certificate(row.bytes(1));
    transaction.execute(
        "INSERT INTO certificate_ends (serial, not_after) VALUES (?, ?) ON CONFLICT DO NOTHING", row.text(0),
        certificate ? certificate->not_after : 0);
  }
  return rows.size() < ends_at_once;
}

std::vector<Ending> due(Transaction& transaction, std::int64_t now) {
  std::vector<Ending> found;
  std::int64_t later_than = now;
  for (const auto days : days_before) {
    const std::int64_t until = now + days * day;
    for (const auto& row : transaction.query(
             "SELECT e.serial, c.order_number, e.not_after FROM certificate_ends e JOIN order_certificates c "
             "ON c.serial = e.serial JOIN orders o ON o.number = c.order_number WHERE e.not_after > ? AND "
             "e.not_after <= ? AND o.state = 'installed' AND NOT EXISTS (SELECT 1 FROM renewal_reminders r "
             "WHERE r.serial = e.serial AND r.days = ?) AND NOT EXISTS (SELECT 1 FROM orders f WHERE "
             "f.follows "
             "= e.serial AND f.business IN ('renewal', 'change', 'replacement') AND f.state IN "
             "('awaiting_acceptance', 'awaiting_paper', 'awaiting_review', 'issuing', "
             "'awaiting_installation', "
             "'installed')) ORDER BY e.not_after, e.serial LIMIT ?",
             later_than, until, days, static_cast<std::int64_t>(reminders_at_once)))
      found.push_back({row.text(0), row.text(1), row.int64(2), days});
    later_than = until;
  }
  return found;
}

std::string day_of(std::int64_t time) {
  const auto date = platform::civil_time(time, orders::china_offset_minutes);
  return std::to_string(date.year) + "年" + std::to_string(date.month) + "月" + std::to_string(date.day) +
         "日";
}

void remind(Transaction& transaction, const Context& context, const Ending& ending, bool quietly) {
  const bool is_new =
      transaction.execute(
          "INSERT INTO renewal_reminders (serial, days, told_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
          ending.serial, ending.days, context.clock.now()) == 1;
  const auto order = orders::store::find(transaction, context.personal, ending.order_number);
  if (!is_new || quietly || !order) return;
  const std::map<std::string, std::string> parameters{{"order", order->number},
                                                      {"date", day_of(ending.not_after)}};
  enqueue_sms(transaction, context, {"renewal_due", order->application.applicant.phone, parameters});
  enqueue_mail(transaction, context, {"renewal_due", order->application.handler.email, parameters});
}

void enqueue_pass(const Context& context, std::int64_t run_at_ms) {
  context.database.transaction([&](Transaction& transaction) {
    platform::enqueue(transaction, reminder_job, "{}", run_at_ms,
                      "renewal_reminders/" + std::to_string(run_at_ms));
  });
}

}  // namespace

bool remind_of_renewals(const Context& context) {
  while (!context.database.transaction([](Transaction& transaction) { return note_ends(transaction); })) {
  }
  const std::int64_t now = context.clock.now();
  const auto endings = context.database.read([&](Transaction& transaction) { return due(transaction, now); });
  std::size_t done = 0;
  for (const auto& ending : endings) {
    if (done == reminders_at_once) return true;
    const auto record = context.vault.certificate(ending.serial);
    if (record.status == CertificateStatus::unknown) throw platform::Failure("vault_unreachable", 503);
    if (record.status != CertificateStatus::revoked && now < record.renewable_from) continue;
    context.database.transaction([&](Transaction& transaction) {
      remind(transaction, context, ending, record.status == CertificateStatus::revoked);
    });
    ++done;
  }
  if (done > 0) context.jobs.wake();
  return false;
}

void handle_renewal_reminders(const Context& context) {
  context.jobs.handle(std::string(reminder_job), [&context](const platform::Job&) {
    const bool more = remind_of_renewals(context);
    const std::int64_t now_ms = context.clock.now_ms();
    enqueue_pass(context, more ? now_ms : (now_ms / hour_ms + 1) * hour_ms);
  });
}

void start_renewal_reminders(const Context& context) {
  enqueue_pass(context, context.clock.now_ms() / hour_ms * hour_ms);
}

}  // namespace palmkey::front::notices
