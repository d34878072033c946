// Time is handed in: UTC inside, the user's zone at the edge.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace palmkey::platform {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual std::int64_t now_ms() const = 0;  // Unix time in milliseconds
  std::int64_t now() const { return now_ms() / 1000; }
};

// The system's time. Thread-safe.
class SystemClock : public Clock {
 public:
  std::int64_t now_ms() const override;
};

// "2026-03-01T08:00:00Z", or with a fixed offset in minutes "2026-03-01T16:00:00+08:00". Years 0000..9999.
std::string format_rfc3339(std::int64_t unix_seconds, int offset_minutes = 0);
// RFC 3339 with Z or a numeric offset; fractions of a second are dropped; nothing if it is not one.
std::optional<std::int64_t> parse_rfc3339(std::string_view text);

// A fixed offset "+08:00" in minutes; nothing if it is not one.
std::optional<int> parse_offset(std::string_view text);

// A civil date and time.
struct CivilTime {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  int weekday = 0;  // 0 is Sunday
};
CivilTime civil_time(std::int64_t unix_seconds, int offset_minutes = 0);
// The Unix seconds of a civil time; fields must be in range.
std::int64_t unix_seconds(const CivilTime& time, int offset_minutes = 0);

}  // namespace palmkey::platform
