// The sentences for people that belong to the stable codes of failures, in zh-CN and English.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/failure.hpp"

namespace palmkey::platform {

enum class Language { chinese, english };

// A label in both languages. The texts must be literals.
struct Label {
  std::string_view chinese;
  std::string_view english;
  std::string_view in(Language language) const { return language == Language::english ? english : chinese; }
};

// One code and its sentences. `{name}` stands for the parameter of that name. The texts must be literals:
// they are kept as views for the life of the process.
struct Message {
  std::string_view code;
  std::string_view chinese;
  std::string_view english;
};

// Adds a table. Each business registers its own once, before its server starts. A code that is there
// already with other sentences is a std::logic_error. Thread-safe. The codes of core and platform are
// always there.
void register_messages(std::span<const Message> table);

// The sentence with its parameters filled in; for an unknown code the sentence of "internal_error".
std::string message_for(std::string_view code, const Parameters& parameters, Language language);

// Whether a table has this code.
bool has_message(std::string_view code);

// All codes known now, sorted.
std::vector<std::string> registered_codes();

// The language to answer in by RFC 9110, 12.5.4 (Accept-Language); zh-CN if nothing else is wanted more.
Language language_of(std::string_view accept_language);

}  // namespace palmkey::platform
