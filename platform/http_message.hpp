// Requests and answers of HTTP, free of any library.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/bytes.hpp"

namespace palmkey::platform {

// Header fields in their order; names compare without regard to case.
class HttpHeaders {
 public:
  // The first value of that name, or nothing.
  std::optional<std::string> get(std::string_view name) const;
  bool has(std::string_view name) const { return get(name).has_value(); }
  // Replaces all of that name. std::invalid_argument if the name is not a token of RFC 9110 or the value
  // holds a control character (so nobody can smuggle in a line).
  void set(std::string_view name, std::string_view value);
  // Adds one more of that name (Set-Cookie); the same checks.
  void add(std::string_view name, std::string_view value);
  const std::vector<std::pair<std::string, std::string>>& all() const { return fields_; }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

struct HttpRequest {
  std::string method;  // upper case; HEAD arrives as GET, its body is dropped by the server
  std::string path;    // as sent, without the query
  std::string route;   // the pattern that matched
  std::map<std::string, std::string> path_parameters;   // percent-decoded
  std::map<std::string, std::string> query_parameters;  // percent-decoded; of repeated names the first
  HttpHeaders headers;
  core::Bytes body;
  std::string client_address;  // the peer's, or what a trusted proxy says (HttpServerConfig)

  // The parameter of the pattern; std::out_of_range if the pattern has none of that name.
  const std::string& path_parameter(const std::string& name) const { return path_parameters.at(name); }
  std::optional<std::string> query(const std::string& name) const;
  std::optional<std::string> cookie(std::string_view name) const;
  std::string_view text() const { return core::as_text(body); }
  // The body as JSON object; Failure("malformed_json", 400) otherwise (also: nested deeper than 32).
  nlohmann::json json() const;
  // application/x-www-form-urlencoded; Failure("malformed_form", 400) if a name repeats or an escape is bad.
  std::map<std::string, std::string> form() const;
};

struct HttpResponse {
  int status = 200;
  HttpHeaders headers;
  core::Bytes body;

  static HttpResponse json(const nlohmann::json& value, int status = 200);
  static HttpResponse text(std::string_view text, std::string_view content_type = "text/plain; charset=utf-8",
                           int status = 200);
  static HttpResponse bytes(core::Bytes body, std::string_view content_type, int status = 200);
  // 302 by default. `location` is checked to hold no control character.
  static HttpResponse redirect(std::string_view location, int status = 302);
  static HttpResponse no_content();

  // HttpOnly, SameSite=Lax (or what is given), Path=/, Secure if asked; max_age in seconds, 0 deletes it.
  void set_cookie(std::string_view name, std::string_view value, std::int64_t max_age_seconds, bool secure,
                  std::string_view same_site = "Lax");
};

// Percent-decoding (RFC 3986); nothing if an escape is malformed. `plus_is_space` for form data.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space = false);
// Percent-encodes all but the unreserved characters.
std::string percent_encode(std::string_view text);

}  // namespace palmkey::platform
