#include "vault/calendar.hpp"

#include <chrono>

namespace palmkey::vault {

std::int64_t add_months(std::int64_t unix_seconds, int months) {
  const std::chrono::sys_seconds time{std::chrono::seconds(unix_seconds)};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  auto date = std::chrono::year_month_day(day) + std::chrono::months(months);
  if (!date.ok()) date = date.year() / date.month() / std::chrono::last;
  return (std::chrono::sys_days(date) + (time - day)).time_since_epoch().count();
}

}  // namespace palmkey::vault
