#include "front/http.hpp"

#include <nlohmann/json.hpp>

#include "front/field_error.hpp"
#include "platform/problem.hpp"

namespace palmkey::front {

namespace {

using nlohmann::json;
using platform::HttpRequest;
using platform::HttpResponse;

// The problem document of the failure with one more member.
HttpResponse extended(const platform::Failure& failure, platform::Language language, const char* member,
                      const json& value) {
  HttpResponse response = platform::problem_response(failure, language);
  json document = json::parse(core::as_text(response.body));
  document[member] = value;
  const std::string text = document.dump();
  response.body.assign(text.begin(), text.end());
  return response;
}

HttpResponse invalid_input(const InvalidInput& failure, platform::Language language) {
  json errors = json::array();
  for (const auto& error : failure.errors())
    errors.push_back({{"field", error.field},
                      {"code", error.code},
                      {"detail", platform::message_for(error.code, {}, language)}});
  return extended(failure, language, "errors", errors);
}

HttpResponse with_choices(const RefusedWithChoices& failure, platform::Language language) {
  json choices = json::array();
  for (const auto& choice : failure.choices())
    choices.push_back({{"code", choice.code},
                       {"label", language == platform::Language::chinese ? choice.chinese : choice.english}});
  return extended(failure, language, "choices", choices);
}

[[noreturn]] void malformed(std::string path) {
  throw InvalidInput(std::vector<FieldError>{{std::move(path), "malformed"}});
}

const json* member(const json& object, std::string_view name) {
  const auto found = object.find(name);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

}  // namespace

void add_route(platform::Router& router, std::string method, std::string pattern,
               platform::HttpHandler handler, platform::RouteOptions options) {
  auto guarded = [handler = std::move(handler)](const HttpRequest& request) {
    try {
      return handler(request);
    } catch (const InvalidInput& failure) {
      return invalid_input(failure, language_of(request));
    } catch (const RefusedWithChoices& failure) {
      return with_choices(failure, language_of(request));
    }
  };
  router.add(std::move(method), std::move(pattern), std::move(guarded), options);
}

platform::Language language_of(const HttpRequest& request) {
  return platform::language_of(request.headers.get("Accept-Language").value_or(""));
}

std::string text_member(const json& object, std::string_view name, std::string_view path_before) {
  const json* value = member(object, name);
  if (!value) return {};
  if (!value->is_string()) malformed(std::string(path_before) + std::string(name));
  return value->get<std::string>();
}

std::int64_t integer_member(const json& object, std::string_view name) {
  const json* value = member(object, name);
  if (!value) return 0;
  if (!value->is_number_integer()) malformed(std::string(name));
  return value->get<std::int64_t>();
}

bool boolean_member(const json& object, std::string_view name) {
  const json* value = member(object, name);
  if (!value) return false;
  if (!value->is_boolean()) malformed(std::string(name));
  return value->get<bool>();
}

json object_member(const json& object, std::string_view name) {
  const json* value = member(object, name);
  if (!value) return json::object();
  if (!value->is_object()) malformed(std::string(name));
  return *value;
}

std::string bearer_token(const HttpRequest& request) {
  const auto header = request.headers.get("Authorization").value_or("");
  constexpr std::string_view scheme = "Bearer ";
  if (!header.starts_with(scheme) || header.size() == scheme.size() || header.size() > 200)
    throw platform::Failure("not_signed_in", 401);
  return header.substr(scheme.size());
}

std::string html_escaped(std::string_view text) {
  std::string result;
  for (char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

}  // namespace palmkey::front
