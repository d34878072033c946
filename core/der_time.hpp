// A time as a field of a message.
#pragma once

#include <cstdint>

namespace palmkey::core::der {

// Travels as GeneralizedTime, to the second.
struct Time {
  std::int64_t unix_seconds = 0;
};

}  // namespace palmkey::core::der
