#include "core/device/pin_policy.hpp"

#include <algorithm>

namespace palmkey::core::device {
namespace {

constexpr std::size_t pin_size = 6;

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Each digit follows the one before by the same step, 9 being followed by 0.
bool is_run(std::string_view pin, int step) {
  for (std::size_t i = 1; i < pin.size(); ++i) {
    if ((pin[i] - pin[i - 1] - step + 20) % 10 != 0) return false;
  }
  return true;
}

std::size_t different_digits(std::string_view pin) {
  std::string sorted(pin);
  std::sort(sorted.begin(), sorted.end());
  return static_cast<std::size_t>(std::unique(sorted.begin(), sorted.end()) - sorted.begin());
}

bool repeats(std::string_view pin, std::size_t period) {
  for (std::size_t i = period; i < pin.size(); ++i) {
    if (pin[i] != pin[i - period]) return false;
  }
  return true;
}

bool is_palindrome(std::string_view pin) {
  return std::equal(pin.begin(), pin.begin() + pin_size / 2, pin.rbegin());
}

bool is_date(std::string_view pin, std::string_view date) {
  if (date.size() != 8) return false;
  const std::string year(date.substr(2, 2));
  const std::string month(date.substr(4, 2));
  const std::string day(date.substr(6, 2));
  return pin == year + month + day || pin == day + month + year || pin == month + day + year ||
         pin == date.substr(0, pin_size);
}

}  // namespace

Result<void> check_new_pin(std::string_view pin, std::span<const std::string> dates) {
  if (pin.size() != pin_size || !all_digits(pin)) return Error::pin_refused;
  for (const int step : {1, -1, 2, -2}) {
    if (is_run(pin, step)) return Error::pin_refused;
  }
  if (different_digits(pin) < 3 || repeats(pin, 2) || repeats(pin, 3) || is_palindrome(pin))
    return Error::pin_refused;
  for (const std::string& date : dates) {
    if (is_date(pin, date)) return Error::pin_refused;
  }
  return {};
}

}  // namespace palmkey::core::device
