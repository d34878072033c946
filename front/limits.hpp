// How often one caller may do a thing: fixed windows, counted in this process. What must hold over all
// processes and restarts (text messages to one number) is counted in the database instead.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "platform/clock.hpp"

namespace palmkey::front {

struct Limit {
  std::string_view name;  // of what is limited, "exchange"
  std::int64_t count;     // allowed in one window
  std::int64_t seconds;   // length of the window
};

inline constexpr Limit exchange_limit{"exchange", 600, 60};
inline constexpr Limit phone_code_limit{"phone_code", 20, 600};
inline constexpr Limit session_limit{"session", 60, 600};
inline constexpr Limit captcha_limit{"captcha", 120, 600};
inline constexpr Limit desk_session_limit{"desk_session", 60, 600};

// Thread-safe. Remembers at most 100,000 callers; beyond that it forgets all windows and begins anew.
class RateLimits {
 public:
  explicit RateLimits(const platform::Clock& clock) : clock_(clock) {}
  // Counts one use by `caller` (an address). Failure("too_many_requests", 429, parameter wait_seconds) if
  // that is more than the limit allows.
  void use(const Limit& limit, const std::string& caller);

 private:
  struct Window {
    std::int64_t start = 0;
    std::int64_t used = 0;
  };
  const platform::Clock& clock_;
  std::mutex mutex_;
  std::map<std::pair<std::string_view, std::string>, Window> windows_;
};

}  // namespace palmkey::front
