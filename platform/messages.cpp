#include "platform/messages.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <stdexcept>

#include "platform/standard_messages.hpp"

namespace palmkey::platform {
namespace {

class Catalogue {
 public:
  Catalogue() { add(standard_messages()); }

  void add(std::span<const Message> table) {
    std::unique_lock lock(mutex_);
    for (const Message& message : table) {
      auto [found, added] = messages_.emplace(message.code, message);
      if (!added && (found->second.chinese != message.chinese || found->second.english != message.english)) {
        throw std::logic_error("two messages for code " + std::string(message.code));
      }
    }
  }

  const Message* find(std::string_view code) const {
    std::shared_lock lock(mutex_);
    auto found = messages_.find(code);
    return found == messages_.end() ? nullptr : &found->second;  // map nodes stay where they are
  }

  std::vector<std::string> codes() const {
    std::shared_lock lock(mutex_);
    std::vector<std::string> result;
    for (const auto& [code, message] : messages_) result.emplace_back(code);
    return result;
  }

 private:
  mutable std::shared_mutex mutex_;
  std::map<std::string_view, Message> messages_;
};

Catalogue& catalogue() {
  static Catalogue instance;
  return instance;
}

std::string as_text(const Parameter& parameter) {
  if (const auto* number = std::get_if<std::int64_t>(&parameter)) return std::to_string(*number);
  return std::get<std::string>(parameter);
}

std::string fill(std::string_view sentence, const Parameters& parameters) {
  std::string result;
  while (!sentence.empty()) {
    const auto open = sentence.find('{');
    const auto close = open == std::string_view::npos ? open : sentence.find('}', open);
    if (close == std::string_view::npos) break;
    result += sentence.substr(0, open);
    auto found = parameters.find(std::string(sentence.substr(open + 1, close - open - 1)));
    if (found != parameters.end()) result += as_text(found->second);
    sentence.remove_prefix(close + 1);
  }
  return result += sentence;
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// The weight of one entry of Accept-Language, 1 if it gives none, 0 if it is malformed.
double weight_of(std::string_view parameters) {
  const std::string text = lower(trimmed(parameters));
  if (text.empty()) return 1;
  if (!text.starts_with("q=")) return 0;
  char* end = nullptr;
  const double weight = std::strtod(text.c_str() + 2, &end);
  return *end == '\0' && weight >= 0 && weight <= 1 ? weight : 0;
}

}  // namespace

void register_messages(std::span<const Message> table) {
  catalogue().add(table);
}

std::string message_for(std::string_view code, const Parameters& parameters, Language language) {
  const Message* message = catalogue().find(code);
  if (message == nullptr) message = catalogue().find("internal_error");
  if (message == nullptr) return std::string(code);
  return fill(language == Language::english ? message->english : message->chinese, parameters);
}

bool has_message(std::string_view code) {
  return catalogue().find(code) != nullptr;
}

std::vector<std::string> registered_codes() {
  return catalogue().codes();
}

Language language_of(std::string_view accept_language) {
  double chinese = 0;
  double english = 0;
  while (!accept_language.empty()) {
    const auto comma = accept_language.find(',');
    const std::string_view entry = accept_language.substr(0, comma);
    accept_language = comma == std::string_view::npos ? "" : accept_language.substr(comma + 1);
    const auto semicolon = entry.find(';');
    const double weight = semicolon == std::string_view::npos ? 1 : weight_of(entry.substr(semicolon + 1));
    const std::string tag = lower(trimmed(entry.substr(0, semicolon)));
    if (tag == "zh" || tag.starts_with("zh-") || tag == "*") chinese = std::max(chinese, weight);
    if (tag == "en" || tag.starts_with("en-")) english = std::max(english, weight);
  }
  return english > chinese ? Language::english : Language::chinese;
}

}  // namespace palmkey::platform
