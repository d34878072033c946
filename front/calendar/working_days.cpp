#include "front/calendar/working_days.hpp"

#include <algorithm>
#include <string>

#include "front/orders/order_number.hpp"
#include "platform/clock.hpp"

namespace palmkey::front::calendar {

namespace {

constexpr std::int64_t seconds_of_a_day = 24L * 3600;
constexpr int most_days_looked_at = 3660;
constexpr std::array<std::string_view, 7> names{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

bool has(const std::vector<identity::Date>& dates, const identity::Date& date) {
  return std::ranges::find(dates, date) != dates.end();
}

// Of the day in China that begins at this moment.
platform::CivilTime civil(std::int64_t unix_seconds) {
  return platform::civil_time(unix_seconds, orders::china_offset_minutes);
}

bool is_open(const OfficeDays& office, const identity::Date& date, int weekday) {
  if (has(office.holidays, date)) return false;
  return office.weekdays.at(static_cast<std::size_t>(weekday)) || has(office.extra, date);
}

}  // namespace

std::optional<int> weekday_of(std::string_view name) {
  const auto place = std::ranges::find(names, name);
  if (place == names.end()) return std::nullopt;
  return static_cast<int>(place - names.begin());
}

std::string_view weekday_name(int weekday) {
  return names.at(static_cast<std::size_t>(weekday));
}

std::optional<identity::Date> date_of(std::string_view text) {
  const bool form = text.size() == 10 && text[4] == '-' && text[7] == '-' &&
                    std::ranges::count_if(text, [](char c) { return c >= '0' && c <= '9'; }) == 8;
  if (!form) return std::nullopt;
  const auto part = [&](std::size_t position, std::size_t length) {
    return std::stoi(std::string(text.substr(position, length)));
  };
  const identity::Date date{part(0, 4), part(5, 2), part(8, 2)};
  if (!identity::is_date(date)) return std::nullopt;
  return date;
}

bool is_office_day(const OfficeDays& office, const identity::Date& date) {
  const platform::CivilTime midnight{date.year, date.month, date.day, 0, 0, 0, 0};
  const auto weekday = civil(platform::unix_seconds(midnight, orders::china_offset_minutes)).weekday;
  return is_open(office, date, weekday);
}

std::int64_t due_after(const OfficeDays& office, std::int64_t since, int days) {
  auto start = civil(since);
  start.hour = start.minute = start.second = 0;
  std::int64_t midnight = platform::unix_seconds(start, orders::china_offset_minutes);
  for (int looked_at = 0; days > 0 && looked_at < most_days_looked_at; ++looked_at) {
    midnight += seconds_of_a_day;
    const auto day = civil(midnight);
    if (is_open(office, {day.year, day.month, day.day}, day.weekday)) --days;
  }
  return midnight + seconds_of_a_day - 1;
}

}  // namespace palmkey::front::calendar
