// What a command says: text for people in their language, or one line of JSON for programs.
#pragma once

#include <exception>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

#include "platform/messages.hpp"

namespace palmkey::cli {

// What an answer or an error looks like in JSON; names in camelCase.
using nlohmann::json;

// An error that the platform answered with, already in words: code, message, field and what else it said.
class Problem : public std::runtime_error {
 public:
  explicit Problem(json answer)
      : std::runtime_error(answer.value("message", std::string())), answer_(std::move(answer)) {}
  const json& answer() const { return answer_; }
  std::string code() const { return answer_.value("code", std::string()); }

 private:
  json answer_;
};

// The language asked for by name ("zh-CN", "en"), else that of the locale (LC_ALL, LC_MESSAGES, LANG).
// std::invalid_argument for a name that is neither.
platform::Language choose_language(std::string_view name);

// Names in snake_case, as the front writes them, become camelCase, at every depth.
json in_camel_case(const json& value);

class Output {
 public:
  Output(bool as_json, platform::Language language) : as_json_(as_json), language_(language) {}

  platform::Language language() const { return language_; }
  std::string pick(std::string_view chinese, std::string_view english) const;

  // The one answer of a command. The text needs no newline at its end.
  void answer(const json& answer, std::string_view text) const;
  // Something that happened on the way, for people only: to standard error.
  void note(std::string_view chinese, std::string_view english) const;
  // An error: as JSON on standard output, as a sentence on standard error.
  void failure(const std::exception_ptr& thrown) const;
  void usage_error(std::string_view message) const;

 private:
  json describe(const std::exception_ptr& thrown) const;
  void write_failure(const json& answer) const;

  bool as_json_;
  platform::Language language_;
};

}  // namespace palmkey::cli
