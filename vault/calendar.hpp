// Validity periods in calendar months.
#pragma once

#include <cstdint>

namespace palmkey::vault {

// The same time of day so many months later, UTC; a day that the month does not have becomes its last one.
std::int64_t add_months(std::int64_t unix_seconds, int months);

}  // namespace palmkey::vault
