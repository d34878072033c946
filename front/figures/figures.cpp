#include "front/figures/figures.hpp"

#include <algorithm>

#include "front/figures/store.hpp"
#include "front/orders/order_number.hpp"
#include "platform/failure.hpp"

namespace palmkey::front::figures {

namespace {

constexpr std::int64_t hour = 3600;
constexpr std::int64_t day_length = 24 * hour;
constexpr std::int64_t days_shown = 30;

identity::Date date_at(std::int64_t unix_seconds) {
  const auto time = platform::civil_time(unix_seconds, orders::china_offset_minutes);
  return {time.year, time.month, time.day};
}

std::int64_t start_of(const identity::Date& day) {
  return platform::unix_seconds({day.year, day.month, day.day, 0, 0, 0, 0}, orders::china_offset_minutes);
}

void add(Counts& counts, const store::Happened& happened) {
  using orders::Event;
  const auto is = [&](Event event) { return happened.event == orders::event_code(event); };
  if (happened.event == store::applied) counts.applications += happened.count;
  if (happened.event == store::signed_in) counts.sign_ins += happened.count;
  if (is(Event::issue)) counts.issued += happened.count;
  if (is(Event::reject)) counts.rejected += happened.count;
  if (is(Event::install)) counts.installed += happened.count;
  if (is(Event::refund)) counts.refunds += happened.count;
  if (is(Event::pay)) counts.revenue += happened.fees;
}

}  // namespace

Figures of_day(const Context& context, const std::string& day) {
  const auto wanted = day.empty() ? date_at(context.clock.now()) : calendar::date_of(day);
  if (!wanted) throw platform::Failure("malformed", 400, "day");
  const std::int64_t start = start_of(*wanted);
  const std::int64_t first = start - (days_shown - 1) * day_length;

  Figures figures;
  figures.day = *wanted;
  for (std::int64_t i = 0; i < days_shown; ++i) figures.days.push_back({date_at(first + i * day_length), {}});
  const auto [states, happened] = context.database.read([&](platform::Transaction& transaction) {
    return std::pair{store::orders_by_state(transaction),
                     store::happened(transaction, first, start + day_length)};
  });
  figures.by_state = states;
  for (const auto& one : happened) {
    add(figures.days.at(static_cast<std::size_t>((one.hour_start - first) / day_length)).counts, one);
    if (one.hour_start < start) continue;
    add(figures.hours.at(static_cast<std::size_t>((one.hour_start - start) / hour)), one);
    add(figures.total, one);
  }
  return figures;
}

}  // namespace palmkey::front::figures
