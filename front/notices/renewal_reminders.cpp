#include "front/notices/renewal_reminders.hpp"

#include <array>
#include <map>
#include <string>

#include "front/notices/mail_notice.hpp"
#include "front/notices/notice.hpp"
#include "front/notices/reminder_store.hpp"
#include "front/orders/order_number.hpp"
#include "front/orders/store.hpp"
#include "front/subscribers/rules.hpp"
#include "platform/failure.hpp"
#include "platform/jobs.hpp"

namespace palmkey::front::notices {

namespace {

using platform::Transaction;
using reminder_store::Ending;

constexpr std::int64_t day = 24LL * 3600;
constexpr std::int64_t hour_ms = 3600LL * 1000;
constexpr std::array<std::int64_t, 4> days_before{1, 7, 30, 60};

std::string day_of(std::int64_t time) {
  const auto date = platform::civil_time(time, orders::china_offset_minutes);
  return std::to_string(date.year) + "年" + std::to_string(date.month) + "月" + std::to_string(date.day) +
         "日";
}

void tell(Transaction& transaction, const Context& context, const Ending& ending) {
  const auto order = orders::store::find(transaction, context.personal, ending.order_number);
  if (!order) return;
  const std::map<std::string, std::string> parameters{{"order", order->number},
                                                      {"date", day_of(ending.not_after)}};
  const auto phone = subscribers::phone_of(transaction, context, order->subscriber_id);
  enqueue_sms(transaction, context, {"renewal_due", phone, parameters});
  enqueue_mail(transaction, context, {"renewal_due", order->application.handler.email, parameters});
}

// False while it may not be renewed yet.
bool remind(const Context& context, const Ending& ending, std::int64_t days) {
  const auto record = context.vault.certificate(ending.serial);
  if (record.status == CertificateStatus::unknown) throw platform::Failure("vault_unreachable", 503);
  const bool is_revoked = record.status == CertificateStatus::revoked;
  const std::int64_t now = context.clock.now();
  if (!is_revoked && now < record.renewable_from) return false;
  context.database.transaction([&](Transaction& transaction) {
    if (reminder_store::note_told(transaction, ending.serial, days, now) && !is_revoked)
      tell(transaction, context, ending);
  });
  return true;
}

void enqueue_pass(const Context& context, std::int64_t run_at_ms) {
  context.database.transaction([&](Transaction& transaction) {
    platform::enqueue(transaction, reminder_job, "{}", run_at_ms,
                      "renewal_reminders/" + std::to_string(run_at_ms));
  });
}

std::int64_t begin_of_hour(std::int64_t time_ms) {
  return time_ms / hour_ms * hour_ms;
}

}  // namespace

bool remind_of_renewals(const Context& context) {
  while (!context.database.transaction(reminder_store::note_ends)) {
  }
  const std::int64_t now = context.clock.now();
  bool more = false;
  std::int64_t from = now;
  for (const auto days : days_before) {
    const std::int64_t until = now + days * day;
    const auto endings = context.database.read([&](Transaction& transaction) {
      return reminder_store::untold(transaction, from, until, days, reminders_at_once);
    });
    std::size_t reminded = 0;
    for (const auto& ending : endings) reminded += remind(context, ending, days) ? 1 : 0;
    more = more || reminded == reminders_at_once;
    from = until;
  }
  context.jobs.wake();
  return more;
}

void handle_renewal_reminders(const Context& context) {
  context.jobs.handle(std::string(reminder_job), [&context](const platform::Job&) {
    // First, so that a pass that is given up in the end is not the last one.
    enqueue_pass(context, begin_of_hour(context.clock.now_ms()) + hour_ms);
    if (remind_of_renewals(context)) enqueue_pass(context, context.clock.now_ms());
  });
}

void start_renewal_reminders(const Context& context) {
  enqueue_pass(context, begin_of_hour(context.clock.now_ms()));
}

}  // namespace palmkey::front::notices
