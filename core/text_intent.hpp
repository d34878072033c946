// Statements for people that a split key signs: docs/protocol.md, "Intents".
//
// A text intent is lines of `name: value` in the order fixed for its type. Only texts that make() would write
// are parsed, so that one meaning has one form, and what is seen is what is signed: control characters, line
// breaks and characters that turn the direction of writing are refused.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.hpp"

namespace palmkey::core {

inline constexpr std::size_t text_intent_max_size = 4096;

class TextIntent {
 public:
  using Field = std::pair<std::string, std::string>;

  // The fields of the type, each once, in any order; Error::intent_refused if the type is unknown, a field is
  // missing or too many, or a value has characters that are not allowed.
  static Result<TextIntent> make(std::string_view type, std::vector<Field> fields);
  // Error::intent_refused for all that make() would not have written.
  static Result<TextIntent> parse(std::string_view text);

  const std::string& text() const { return text_; }
  const std::string& type() const { return type_; }
  // All fields in order, without the type.
  const std::vector<Field>& fields() const { return fields_; }
  // The value of a field, empty if this type has none of that name.
  std::string_view field(std::string_view name) const;
  // The field `time` as Unix seconds. Every type has it, checked.
  std::int64_t time() const { return time_; }
  // One line for histories: the type and what tells this intent from others of its type.
  std::string summary() const;

 private:
  TextIntent() = default;
  std::string text_;
  std::string type_;
  std::vector<Field> fields_;
  std::int64_t time_ = 0;
};

// Whether a field can have this value: well-formed, in one line, and shown as what it is.
bool is_intent_value(std::string_view value);

// The names of a type's fields in their order; empty for an unknown type.
std::span<const std::string_view> text_intent_fields(std::string_view type);

// Unix seconds as "2026-03-01T08:00:00Z", for the field `time`. Years 1970 to 9999.
std::string text_intent_time(std::int64_t unix_seconds);

}  // namespace palmkey::core
