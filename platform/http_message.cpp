#include "platform/http_message.hpp"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "core/percent_encoding.hpp"
#include "platform/failure.hpp"

namespace palmkey::platform {
namespace {

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

bool is_token(std::string_view name) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::all_of(name.begin(), name.end(), [&](unsigned char c) {
    return c < 0x80 && (std::isalnum(c) || marks.find(static_cast<char>(c)) != std::string_view::npos);
  });
}

bool is_control(unsigned char c) {
  return c < 0x20 || c == 0x7f;
}

void check_field(std::string_view name, std::string_view value) {
  if (!is_token(name)) throw std::invalid_argument("not a header name");
  for (unsigned char c : value) {
    if (is_control(c) && c != '\t') throw std::invalid_argument("control character in a header value");
  }
}

core::Bytes bytes_of(std::string_view text) {
  return {text.begin(), text.end()};
}

}  // namespace

std::optional<std::string> HttpHeaders::get(std::string_view name) const {
  for (const auto& [key, value] : fields_) {
    if (same_name(key, name)) return value;
  }
  return std::nullopt;
}

void HttpHeaders::set(std::string_view name, std::string_view value) {
  check_field(name, value);
  std::erase_if(fields_, [&](const auto& field) { return same_name(field.first, name); });
  fields_.emplace_back(name, value);
}

void HttpHeaders::add(std::string_view name, std::string_view value) {
  check_field(name, value);
  fields_.emplace_back(name, value);
}

std::optional<std::string> HttpRequest::query(const std::string& name) const {
  auto found = query_parameters.find(name);
  if (found == query_parameters.end()) return std::nullopt;
  return found->second;
}

std::optional<std::string> HttpRequest::cookie(std::string_view name) const {
  for (const auto& [key, value] : headers.all()) {
    if (!same_name(key, "cookie")) continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const auto end = rest.find(';');
      std::string_view pair = rest.substr(0, end);
      rest = end == std::string_view::npos ? "" : rest.substr(end + 1);
      while (pair.starts_with(' ')) pair.remove_prefix(1);
      const auto equals = pair.find('=');
      if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
        return std::string(pair.substr(equals + 1));
      }
    }
  }
  return std::nullopt;
}

nlohmann::json HttpRequest::json() const {
  bool too_deep = false;
  auto callback = [&](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
    if (depth > 32) too_deep = true;
    return !too_deep;
  };
  nlohmann::json value = nlohmann::json::parse(body.begin(), body.end(), callback, false);
  if (too_deep || !value.is_object()) throw Failure("malformed_json", 400);
  return value;
}

std::map<std::string, std::string> HttpRequest::form() const {
  std::map<std::string, std::string> result;
  std::string_view rest = text();
  while (!rest.empty()) {
    const auto end = rest.find('&');
    const std::string_view pair = rest.substr(0, end);
    rest = end == std::string_view::npos ? "" : rest.substr(end + 1);
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    const auto name = percent_decode(pair.substr(0, equals), true);
    const auto value = percent_decode(equals == std::string_view::npos ? "" : pair.substr(equals + 1), true);
    if (!name || !value || !result.emplace(*name, *value).second) throw Failure("malformed_form", 400);
  }
  return result;
}

HttpResponse HttpResponse::json(const nlohmann::json& value, int status) {
  const std::string text =
      value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);  // never throws on bad UTF-8
  return bytes(bytes_of(text), "application/json", status);
}

HttpResponse HttpResponse::text(std::string_view text, std::string_view content_type, int status) {
  return bytes(bytes_of(text), content_type, status);
}

HttpResponse HttpResponse::bytes(core::Bytes body, std::string_view content_type, int status) {
  HttpResponse response;
  response.status = status;
  response.headers.set("Content-Type", content_type);
  response.body = std::move(body);
  return response;
}

HttpResponse HttpResponse::redirect(std::string_view location, int status) {
  HttpResponse response;
  response.status = status;
  response.headers.set("Location", location);
  return response;
}

HttpResponse HttpResponse::no_content() {
  HttpResponse response;
  response.status = 204;
  return response;
}

void HttpResponse::set_cookie(std::string_view name, std::string_view value, std::int64_t max_age_seconds,
                              bool secure, std::string_view same_site) {
  if (!is_token(name)) throw std::invalid_argument("not a cookie name");
  for (unsigned char c : value) {
    if (is_control(c) || c >= 0x80 ||
        std::string_view(" \",;\\").find(static_cast<char>(c)) != std::string_view::npos) {
      throw std::invalid_argument("a character that a cookie value cannot hold");
    }
  }
  std::string text;
  text.append(name).append("=").append(value);
  text.append("; Path=/; Max-Age=").append(std::to_string(max_age_seconds));
  text.append("; HttpOnly; SameSite=").append(same_site);
  if (secure) text.append("; Secure");
  headers.add("Set-Cookie", text);
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  return core::percent_decode(text, plus_is_space);
}

std::string percent_encode(std::string_view text) {
  constexpr char digits[] = "0123456789ABCDEF";
  std::string result;
  for (unsigned char c : text) {
    if (c < 0x80 && (std::isalnum(c) || c == '-' || c == '.' || c == '_' || c == '~')) {
      result += static_cast<char>(c);
    } else {
      result += '%';
      result += digits[c >> 4];
      result += digits[c & 15];
    }
  }
  return result;
}

}  // namespace palmkey::platform
