#include "apps/palmkey/output.hpp"

#include <cstdlib>
#include <iostream>
#include <system_error>

#include "platform/config.hpp"
#include "platform/failure.hpp"

namespace palmkey::cli {

using platform::Language;

namespace {

std::string camel_case(const std::string& name) {
  std::string out;
  bool raise = false;
  for (const char c : name) {
    if (c == '_') {
      raise = !out.empty();
      continue;
    }
    out += raise && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    raise = false;
  }
  return out;
}

}  // namespace

Language choose_language(std::string_view name) {
  if (name == "zh-CN" || name == "zh") return Language::chinese;
  if (name == "en") return Language::english;
  if (!name.empty()) throw std::invalid_argument("--language takes zh-CN or en");
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(variable);
    if (value != nullptr && *value != '\0')
      return std::string_view(value).starts_with("zh") ? Language::chinese : Language::english;
  }
  return Language::english;
}

json in_camel_case(const json& value) {
  if (value.is_array()) {
    json out = json::array();
    for (const auto& item : value) out.push_back(in_camel_case(item));
    return out;
  }
  if (!value.is_object()) return value;
  json out = json::object();
  for (const auto& [name, member] : value.items()) out[camel_case(name)] = in_camel_case(member);
  return out;
}

std::string Output::pick(std::string_view chinese, std::string_view english) const {
  return std::string(language_ == Language::chinese ? chinese : english);
}

void Output::answer(const json& answer, std::string_view text) const {
  if (as_json_)
    std::cout << answer.dump() << std::endl;
  else
    std::cout << text << (text.ends_with('\n') ? "" : "\n") << std::flush;
}

void Output::note(std::string_view chinese, std::string_view english) const {
  if (!as_json_) std::cerr << pick(chinese, english) << std::endl;
}

json Output::describe(const std::exception_ptr& thrown) const {
  try {
    std::rethrow_exception(thrown);
  } catch (const Problem& problem) {
    return problem.answer();
  } catch (const platform::Failure& failure) {
    json answer{{"code", failure.code()},
                {"message", platform::message_for(failure.code(), failure.parameters(), language_)}};
    if (!failure.field().empty()) answer["field"] = failure.field();
    for (const auto& [name, value] : failure.parameters())
      std::visit([&, &key = name](const auto& v) { answer[camel_case(key)] = v; }, value);
    return answer;
  } catch (const platform::ConfigError& error) {
    return {{"code", "configuration_invalid"}, {"message", error.what()}};
  } catch (const std::system_error& error) {
    return {{"code", "file_failed"}, {"message", error.what()}};
  } catch (const std::length_error& error) {
    return {{"code", "file_too_large"}, {"message", error.what()}};
  } catch (const std::exception& error) {
    return {{"code", "internal_error"}, {"message", error.what()}};
  }
}

void Output::write_failure(const json& answer) const {
  if (as_json_) {
    std::cout << answer.dump(-1, ' ', false, json::error_handler_t::replace) << std::endl;
    return;
  }
  std::cerr << "palmkey: " << answer.value("message", std::string()) << " ["
            << answer.value("code", std::string()) << "]";
  if (answer.contains("field")) std::cerr << " (" << answer.value("field", std::string()) << ")";
  std::cerr << std::endl;
  for (const auto& error : answer.value("errors", json::array()))
    if (error.is_object())
      std::cerr << "  " << error.value("field", std::string()) << ": "
                << error.value("detail", error.value("code", std::string())) << std::endl;
}

void Output::failure(const std::exception_ptr& thrown) const {
  write_failure(describe(thrown));
}

void Output::usage_error(std::string_view message) const {
  write_failure({{"code", "usage"}, {"message", message}});
}

}  // namespace palmkey::cli
