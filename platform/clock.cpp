#include "platform/clock.hpp"

#include <array>
#include <chrono>
#include <cstdio>

namespace palmkey::platform {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

// The number of exactly `count` digits at `at`, or nothing.
std::optional<int> digits_at(std::string_view text, std::size_t at, std::size_t count) {
  if (text.size() < at + count) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

bool has(std::string_view text, std::size_t at, std::string_view any_of) {
  return at < text.size() && any_of.find(text[at]) != std::string_view::npos;
}

}  // namespace

std::int64_t SystemClock::now_ms() const {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

CivilTime civil_time(std::int64_t unix_seconds, int offset_minutes) {
  const std::chrono::sys_seconds local{
      std::chrono::seconds(unix_seconds + std::int64_t{offset_minutes} * 60)};
  const sys_days day = std::chrono::floor<days>(local);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(local - day);
  CivilTime result;
  result.year = static_cast<int>(date.year());
  result.month = static_cast<int>(static_cast<unsigned>(date.month()));
  result.day = static_cast<int>(static_cast<unsigned>(date.day()));
  result.hour = static_cast<int>(time.hours().count());
  result.minute = static_cast<int>(time.minutes().count());
  result.second = static_cast<int>(time.seconds().count());
  result.weekday = static_cast<int>(std::chrono::weekday(day).c_encoding());
  return result;
}

std::int64_t unix_seconds(const CivilTime& time, int offset_minutes) {
  const std::chrono::year_month_day date{std::chrono::year(time.year),
                                         std::chrono::month(static_cast<unsigned>(time.month)),
                                         std::chrono::day(static_cast<unsigned>(time.day))};
  const std::int64_t day = sys_days(date).time_since_epoch().count();
  return day * 86400 + std::int64_t{time.hour} * 3600 + std::int64_t{time.minute} * 60 + time.second -
         std::int64_t{offset_minutes} * 60;
}

std::string format_rfc3339(std::int64_t unix_seconds, int offset_minutes) {
  const CivilTime time = civil_time(unix_seconds, offset_minutes);
  std::array<char, 64> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%04d-%02d-%02dT%02d:%02d:%02d", time.year, time.month,
                time.day, time.hour, time.minute, time.second);
  std::string result = buffer.data();
  if (offset_minutes == 0) return result + "Z";
  const int distance = offset_minutes < 0 ? -offset_minutes : offset_minutes;
  std::snprintf(buffer.data(), buffer.size(), "%c%02d:%02d", offset_minutes < 0 ? '-' : '+', distance / 60,
                distance % 60);
  return result + buffer.data();
}

std::optional<int> parse_offset(std::string_view text) {
  if (text.size() != 6 || !has(text, 0, "+-") || text[3] != ':') return std::nullopt;
  const auto hours = digits_at(text, 1, 2);
  const auto minutes = digits_at(text, 4, 2);
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  const int distance = *hours * 60 + *minutes;
  return text[0] == '-' ? -distance : distance;
}

std::optional<std::int64_t> parse_rfc3339(std::string_view text) {
  const auto year = digits_at(text, 0, 4);
  const auto month = digits_at(text, 5, 2);
  const auto day = digits_at(text, 8, 2);
  const auto hour = digits_at(text, 11, 2);
  const auto minute = digits_at(text, 14, 2);
  const auto second = digits_at(text, 17, 2);
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  if (text[4] != '-' || text[7] != '-' || !has(text, 10, "Tt") || text[13] != ':' || text[16] != ':') {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  std::size_t at = 19;
  if (has(text, at, ".")) {
    const std::size_t first = ++at;
    while (has(text, at, "0123456789")) ++at;
    if (at == first) return std::nullopt;
  }
  int offset = 0;
  if (has(text, at, "Zz") && at + 1 == text.size()) {
    offset = 0;
  } else if (const auto parsed = parse_offset(text.substr(at))) {
    offset = *parsed;
  } else {
    return std::nullopt;
  }
  return unix_seconds({*year, *month, *day, *hour, *minute, *second, 0}, offset);
}

}  // namespace palmkey::platform
