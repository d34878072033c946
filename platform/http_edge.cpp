#include "platform/http_edge.hpp"

#include <algorithm>
#include <chrono>

#include "platform/log.hpp"

namespace palmkey::platform {
namespace {

void add_unless_there(HttpResponse& response, std::string_view name, std::string_view value) {
  if (!response.headers.has(name)) response.headers.set(name, value);
}

void add_safety_headers(HttpResponse& response) {
  add_unless_there(response, "X-Content-Type-Options", "nosniff");
  add_unless_there(response, "Referrer-Policy", "no-referrer");
  add_unless_there(response, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  add_unless_there(response, "Cache-Control", "no-store");
}

bool contains(const std::vector<std::string>& list, const std::string& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

// The Fetch standard's answer to a browser that asks before it sends a request from another origin's page.
HttpResponse preflight_answer() {
  HttpResponse response = HttpResponse::no_content();
  response.headers.set("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE");
  response.headers.set("Access-Control-Allow-Headers",
                       "Authorization, Content-Type, Idempotency-Key, X-Document-Token");
  response.headers.set("Access-Control-Max-Age", "600");
  return response;
}

void take_query_apart(HttpRequest& request) {
  const auto question = request.path.find('?');
  if (question == std::string::npos) return;
  const std::string query = request.path.substr(question + 1);
  request.path.resize(question);
  std::string_view rest = query;
  while (!rest.empty()) {
    const auto end = rest.find('&');
    const std::string_view pair = rest.substr(0, end);
    rest = end == std::string_view::npos ? "" : rest.substr(end + 1);
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    const auto name = percent_decode(pair.substr(0, equals), true);
    const auto value = percent_decode(equals == std::string_view::npos ? "" : pair.substr(equals + 1), true);
    if (!name || !value) throw Failure("malformed_url", 400);
    request.query_parameters.emplace(*name, *value);
  }
}

// What a trusted proxy says about its client: the last entry, the only one that the proxy wrote itself.
std::string forwarded_address(const HttpRequest& request) {
  const std::string value = request.headers.get("X-Forwarded-For").value_or("");
  const auto comma = value.rfind(',');
  std::string last = comma == std::string::npos ? value : value.substr(comma + 1);
  std::erase(last, ' ');
  return last.empty() ? request.client_address : last;
}

}  // namespace

HttpResponse HttpEdge::dispatch(HttpRequest& request) const {
  take_query_apart(request);
  Router::Match match = router_.match(request.method, request.path);
  if (match.route == nullptr) {
    if (match.allowed_methods.empty()) throw Failure("not_found", 404);
    HttpResponse response = problem_response(
        Failure("method_not_allowed", 405), language_of(request.headers.get("Accept-Language").value_or("")));
    std::string allowed;
    for (const auto& method : match.allowed_methods) allowed += (allowed.empty() ? "" : ", ") + method;
    response.headers.set("Allow", allowed);
    return response;
  }
  request.route = match.route->pattern;
  request.path_parameters = std::move(match.path_parameters);
  if (request.method == "HEAD") request.method = "GET";
  std::size_t limit = config_.max_body;
  if (match.route->options.max_body != 0) limit = std::min(limit, match.route->options.max_body);
  if (request.body.size() > limit) {
    throw Failure("body_too_large", 413, "", {{"max_bytes", static_cast<std::int64_t>(limit)}});
  }
  return match.route->handler(request);
}

HttpResponse HttpEdge::respond(HttpRequest request) const {
  const auto start = std::chrono::steady_clock::now();
  const std::string method = request.method;
  if (contains(config_.trusted_proxies, request.client_address)) {
    request.client_address = forwarded_address(request);
  }
  const std::string origin = request.headers.get("Origin").value_or("");
  const bool from_allowed_origin = contains(config_.allowed_origins, origin);
  const bool is_preflight =
      from_allowed_origin && method == "OPTIONS" && request.headers.has("Access-Control-Request-Method");
  HttpResponse response;
  try {
    response = is_preflight ? preflight_answer() : dispatch(request);
  } catch (...) {
    response = problem_response(std::current_exception(),
                                language_of(request.headers.get("Accept-Language").value_or("")));
  }
  add_safety_headers(response);
  if (from_allowed_origin) {
    response.headers.set("Access-Control-Allow-Origin", origin);
    response.headers.add("Vary", "Origin");
  }
  const auto elapsed =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
  log_info("http.request", {{"method", method},
                            {"route", request.route.empty() ? "unmatched" : request.route},
                            {"status", response.status},
                            {"ms", elapsed.count()}});
  return response;
}

HttpResponse HttpEdge::overloaded() const {
  HttpResponse response = problem_response(Failure("overloaded", 503), Language::chinese);
  response.headers.set("Retry-After", "2");
  add_safety_headers(response);
  return response;
}

std::string reason_of(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 409:
      return "Conflict";
    case 413:
      return "Content Too Large";
    case 429:
      return "Too Many Requests";
    case 500:
      return "Internal Server Error";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    default:
      return "Status";
  }
}

}  // namespace palmkey::platform
