#include "core/pdf/date.hpp"

#include <array>

#include "core/der.hpp"

namespace palmkey::core::pdf {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Takes up to `count` digits; nothing unless all of them are there.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (!is_digit(text[i])) return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return value;
}

// Z, or an offset as in +08'00', in seconds.
std::optional<std::int64_t> read_zone(std::string_view text) {
  if (text.empty() || text[0] == 'Z') return 0;
  const char sign = text[0];
  if (sign != '+' && sign != '-') return std::nullopt;
  text.remove_prefix(1);
  const auto hours = take_digits(text, 2);
  if (!hours || *hours > 23) return std::nullopt;
  if (text.starts_with('\'')) text.remove_prefix(1);
  const auto minutes = take_digits(text, 2);
  const std::int64_t offset = (std::int64_t{*hours} * 60 + minutes.value_or(0)) * 60;
  return sign == '+' ? offset : -offset;
}

}  // namespace

std::string date_text(std::int64_t unix_seconds) {
  der::Writer writer;
  writer.generalized_time(unix_seconds);
  // A GeneralizedTime has the same form behind its tag and length.
  return "D:" + std::string(as_text(ByteView(writer.bytes()).subspan(2)));
}

std::optional<std::int64_t> read_date(std::string_view text) {
  if (!text.starts_with("D:")) return std::nullopt;
  text.remove_prefix(2);
  const auto year = take_digits(text, 4);
  if (!year) return std::nullopt;
  // Month, day, hour, minute, second.
  std::array<int, 5> parts{1, 1, 0, 0, 0};
  for (int& part : parts) {
    if (text.empty() || !is_digit(text[0])) break;
    const auto value = take_digits(text, 2);
    if (!value) return std::nullopt;
    part = *value;
  }
  const auto zone = read_zone(text);
  if (!zone) return std::nullopt;
  std::string digits = std::to_string(*year);
  digits.insert(0, 4 - digits.size(), '0');
  for (const int part : parts)
    digits += {static_cast<char>('0' + part / 10), static_cast<char>('0' + part % 10)};
  der::Writer writer;
  writer.element(der::generalized_time, as_bytes(digits + "Z"));
  der::Reader reader(writer.bytes());
  const auto time = reader.generalized_time();
  if (!time) return std::nullopt;
  return *time - *zone;
}

}  // namespace palmkey::core::pdf
