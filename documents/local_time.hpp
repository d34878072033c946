// Moments as people in China read them: China standard time, UTC+8 all year. Pure functions, thread-safe.
#pragma once

#include <chrono>
#include <string>

namespace palmkey::documents {

std::string china_date(std::chrono::sys_seconds moment);           // 2026年01月31日
std::string china_date_and_time(std::chrono::sys_seconds moment);  // 2026-01-31 08:05:09

// A calendar date as 2026年01月31日.
std::string chinese_date(std::chrono::year_month_day date);

}  // namespace palmkey::documents
