// Logs: one line an event, key=value, to standard error. Values that come from people are masked by
// platform/masked.hpp first.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace palmkey::platform {

enum class LogLevel { debug, info, warning, error };

// A key and its value; texts are quoted and escaped, so that a value can't begin a new line or a new key.
struct LogField {
  LogField(std::string_view k, std::string_view v) : key(k), value(v), quoted(true) {}
  LogField(std::string_view k, const char* v) : LogField(k, std::string_view(v)) {}
  LogField(std::string_view k, const std::string& v) : LogField(k, std::string_view(v)) {}
  template <std::integral T>
  LogField(std::string_view k, T v) : key(k), value(std::to_string(v)), quoted(false) {}

  std::string key;
  std::string value;
  bool quoted;
};

// `event` is a fixed name such as "http.request". Thread-safe.
void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});
inline void log_info(std::string_view event, std::initializer_list<LogField> fields = {}) {
  log(LogLevel::info, event, fields);
}
inline void log_warning(std::string_view event, std::initializer_list<LogField> fields = {}) {
  log(LogLevel::warning, event, fields);
}
inline void log_error(std::string_view event, std::initializer_list<LogField> fields = {}) {
  log(LogLevel::error, event, fields);
}

// The lowest level that is written; info at first.
void set_log_level(LogLevel level);

// The text of one line without time and level, as log() writes it.
std::string format_log_line(std::string_view event, std::initializer_list<LogField> fields);

}  // namespace palmkey::platform
