// Order numbers (业务单号): "00", the date in China, a serial number of seven digits, as in
// 00202603010000042.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace palmkey::front::orders {

inline constexpr std::int64_t last_order_serial = 9'999'999;
inline constexpr std::size_t order_number_length = 17;
inline constexpr int china_offset_minutes = 8 * 60;

// The date in China at this moment, "20260301".
std::string china_day(std::int64_t unix_seconds);

// `day` as from china_day; nothing if the serial is not in 1..last_order_serial.
std::optional<std::string> order_number(std::string_view day, std::int64_t serial);

// Whether the text has the form of an order number with a date that exists.
bool is_order_number(std::string_view text);

}  // namespace palmkey::front::orders
