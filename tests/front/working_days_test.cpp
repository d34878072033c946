#include "front/calendar/working_days.hpp"

#include <gtest/gtest.h>

#include <string>

#include "platform/clock.hpp"

namespace palmkey::front::calendar {
namespace {

std::string due(const OfficeDays& office, const std::string& since, int days = working_days_promised) {
  return platform::format_rfc3339(due_after(office, platform::parse_rfc3339(since).value(), days), 8 * 60);
}

TEST(WorkingDays, DoNotCountTheDayOfArrival) {
  // Monday 2026-03-02, at its first and at its last second in China
  EXPECT_EQ(due({}, "2026-03-02T00:00:00+08:00"), "2026-03-04T23:59:59+08:00");
  EXPECT_EQ(due({}, "2026-03-02T23:59:59+08:00"), "2026-03-04T23:59:59+08:00");
  EXPECT_EQ(due({}, "2026-03-03T00:00:00+08:00"), "2026-03-05T23:59:59+08:00");
}

TEST(WorkingDays, AreMondayToSaturdayUnlessSaidOtherwise) {
  EXPECT_EQ(due({}, "2026-03-06T10:00:00+08:00"), "2026-03-09T23:59:59+08:00");  // Friday: Saturday, Monday
  EXPECT_EQ(due({}, "2026-03-08T10:00:00+08:00"), "2026-03-10T23:59:59+08:00");  // Sunday
  OfficeDays office;
  office.weekdays[6] = false;
  EXPECT_EQ(due(office, "2026-03-06T10:00:00+08:00"), "2026-03-10T23:59:59+08:00");
}

TEST(WorkingDays, PassOverHolidaysAndCountExtraDays) {
  OfficeDays office;
  office.holidays = {{2026, 10, 2}, {2026, 10, 1}, {2026, 10, 3}};
  EXPECT_EQ(due(office, "2026-09-30T10:00:00+08:00"), "2026-10-06T23:59:59+08:00");
  office.extra = {{2026, 10, 4}};  // a Sunday
  EXPECT_EQ(due(office, "2026-09-30T10:00:00+08:00"), "2026-10-05T23:59:59+08:00");
  EXPECT_TRUE(is_office_day(office, {2026, 10, 4}));
  EXPECT_FALSE(is_office_day(office, {2026, 10, 11}));
  EXPECT_FALSE(is_office_day(office, {2026, 10, 1}));
  EXPECT_TRUE(is_office_day(office, {2026, 10, 10}));
}

TEST(WorkingDays, EndEvenIfTheOfficeNeverOpens) {
  OfficeDays office;
  office.weekdays = {};
  EXPECT_EQ(due(office, "2026-03-02T10:00:00+08:00", 1).substr(0, 4), "2036");
}

TEST(WorkingDays, ReadDatesAndWeekdaysStrictly) {
  EXPECT_EQ(date_of("2026-10-01"), (identity::Date{2026, 10, 1}));
  for (const char* wrong : {"", "2026-02-29", "2026-1-01", "2026/10/01", "2026-10-011", "x026-10-01"})
    EXPECT_FALSE(date_of(wrong)) << wrong;
  EXPECT_EQ(weekday_of("sun"), 0);
  EXPECT_EQ(weekday_of("sat"), 6);
  EXPECT_FALSE(weekday_of("Mon"));
  EXPECT_EQ(weekday_name(1), "mon");
}

}  // namespace
}  // namespace palmkey::front::calendar
