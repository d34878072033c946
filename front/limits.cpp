#include "front/limits.hpp"

#include "platform/failure.hpp"

namespace palmkey::front {

namespace {
constexpr std::size_t most_callers = 100'000;
}

void RateLimits::use(const Limit& limit, const std::string& caller) {
  const std::int64_t now = clock_.now();
  const std::scoped_lock lock(mutex_);
  if (windows_.size() >= most_callers) windows_.clear();
  Window& window = windows_[{limit.name, caller}];
  if (now - window.start >= limit.seconds || now < window.start) window = {now, 0};
  if (window.used >= limit.count)
    throw platform::Failure("too_many_requests", 429, {},
                            {{"wait_seconds", window.start + limit.seconds - now}});
  ++window.used;
}

}  // namespace palmkey::front
