// The days on which an acceptance point works, and until when it has promised to be done.
// Days are days in China. Pure functions, safe to call from any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "front/identity/document.hpp"

namespace palmkey::front::calendar {

struct OfficeDays {
  // 0 is Sunday. At least one is true.
  std::array<bool, 7> weekdays{false, true, true, true, true, true, true};
  std::vector<identity::Date> holidays;  // closed whatever the weekday, in any order
  std::vector<identity::Date> extra;     // open whatever the weekday (调休), in any order
};

// How long the review may take from the arrival of the paper form, or of the application where no paper is
// wanted.
inline constexpr int working_days_promised = 2;

// "mon" to "sun" as 0 (Sunday) to 6, the names used in catalogues.
std::optional<int> weekday_of(std::string_view name);
std::string_view weekday_name(int weekday);
// "2026-10-01"; nothing if it is not a date that exists.
std::optional<identity::Date> date_of(std::string_view text);

bool is_office_day(const OfficeDays& office, const identity::Date& date);

// The last second of the `days`-th office day (at least 1) after the day of `since`, in Unix seconds: the day
// on which something arrives does not count. Beyond ten years of closed days, the last second of those.
std::int64_t due_after(const OfficeDays& office, std::int64_t since, int days = working_days_promised);

}  // namespace palmkey::front::calendar
