// Which PINs may protect a key.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace palmkey::core::device {

// Exactly six digits, and none of those that are tried first: runs up or down (123456, 890123), few different
// digits (111111, 112211), a repeated half or pair (123123, 121212), a palindrome (123321), and dates that
// are handed in. `dates` are the subscriber's birth date and the like as YYYYMMDD; each is refused in the
// forms YYMMDD, DDMMYY, MMDDYY and YYYYMM. Error::pin_refused.
Result<void> check_new_pin(std::string_view pin, std::span<const std::string> dates);

}  // namespace palmkey::core::device
