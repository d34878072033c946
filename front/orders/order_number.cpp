#include "front/orders/order_number.hpp"

#include "front/identity/document.hpp"
#include "platform/clock.hpp"

namespace palmkey::front::orders {

namespace {

std::string digits(std::int64_t number, std::size_t width) {
  std::string text = std::to_string(number);
  return std::string(width > text.size() ? width - text.size() : 0, '0') + text;
}

}  // namespace

std::string china_day(std::int64_t unix_seconds) {
  const auto time = platform::civil_time(unix_seconds, china_offset_minutes);
  return digits(time.year, 4) + digits(time.month, 2) + digits(time.day, 2);
}

std::optional<std::string> order_number(std::string_view day, std::int64_t serial) {
  if (serial < 1 || serial > last_order_serial) return std::nullopt;
  return "00" + std::string(day) + digits(serial, 7);
}

bool is_order_number(std::string_view text) {
  if (text.size() != order_number_length || !text.starts_with("00")) return false;
  if (text.find_first_not_of("0123456789") != std::string_view::npos) return false;
  const auto part = [&](std::size_t position, std::size_t length) {
    return std::stoi(std::string(text.substr(position, length)));
  };
  return part(10, 7) > 0 && identity::is_date({part(2, 4), part(6, 2), part(8, 2)});
}

}  // namespace palmkey::front::orders
