// A clock that stands until it is moved.
#pragma once

#include <atomic>

#include "platform/clock.hpp"

namespace palmkey::test {

class FixedClock : public platform::Clock {
 public:
  explicit FixedClock(std::int64_t now_ms = 1'780'000'000'000) : now_ms_(now_ms) {}
  std::int64_t now_ms() const override { return now_ms_; }
  void advance_ms(std::int64_t by) { now_ms_ += by; }

 private:
  std::atomic<std::int64_t> now_ms_;
};

}  // namespace palmkey::test
