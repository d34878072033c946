#include "documents/local_time.hpp"

#include <array>
#include <cstdio>

namespace palmkey::documents {
namespace {

constexpr std::chrono::hours kChinaOffset{8};

std::string formatted(const char* format, std::chrono::year_month_day date) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), format, static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text.data();
}

}  // namespace

std::string china_date(std::chrono::sys_seconds moment) {
  return chinese_date(std::chrono::floor<std::chrono::days>(moment + kChinaOffset));
}

std::string china_date_and_time(std::chrono::sys_seconds moment) {
  auto local = moment + kChinaOffset;
  auto day = std::chrono::floor<std::chrono::days>(local);
  std::chrono::hh_mm_ss time(local - day);
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), " %02d:%02d:%02d", static_cast<int>(time.hours().count()),
                static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
  return formatted("%04d-%02u-%02u", day) + text.data();
}

std::string chinese_date(std::chrono::year_month_day date) {
  return formatted("%04d年%02u月%02u日", date);
}

}  // namespace palmkey::documents
