// What the routes of all businesses share: reading JSON members, tokens, and answering invalid input in full.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "platform/failure.hpp"
#include "platform/messages.hpp"
#include "platform/router.hpp"

namespace palmkey::front {

// A refusal that leaves people a choice, which the problem document tells as "choices": [{code, label}].
class RefusedWithChoices : public platform::Failure {
 public:
  struct Choice {
    std::string_view code, chinese, english;  // literals
  };
  RefusedWithChoices(std::string code, int http_status, std::string field, std::vector<Choice> choices)
      : Failure(std::move(code), http_status, std::move(field)), choices_(std::move(choices)) {}
  const std::vector<Choice>& choices() const { return choices_; }

 private:
  std::vector<Choice> choices_;
};

// Adds a route whose InvalidInput is answered with "errors": [{field, code, detail}] beside the first one's
// problem document, and whose RefusedWithChoices with its choices.
void add_route(platform::Router& router, std::string method, std::string pattern,
               platform::HttpHandler handler, platform::RouteOptions options = {});

// The language that the request wants to be answered in.
platform::Language language_of(const platform::HttpRequest& request);

// A member of the request's object. Missing or null gives the empty value, for the rules to judge; another
// type is InvalidInput {path, "malformed"}.
std::string text_member(const nlohmann::json& object, std::string_view name,
                        std::string_view path_before = {});
std::int64_t integer_member(const nlohmann::json& object, std::string_view name);
bool boolean_member(const nlohmann::json& object, std::string_view name);
// A member that is an object; an empty object if missing.
nlohmann::json object_member(const nlohmann::json& object, std::string_view name);

// The token of "Authorization: Bearer"; Failure("not_signed_in", 401) without one.
std::string bearer_token(const platform::HttpRequest& request);

// Text for HTML, escaped for content and quoted attributes.
std::string html_escaped(std::string_view text);

}  // namespace palmkey::front
