#include "platform/router.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <utility>

namespace palmkey::platform {
namespace {

std::vector<std::string> split(std::string_view path) {
  std::vector<std::string> segments;
  if (path.starts_with('/')) path.remove_prefix(1);
  while (true) {
    const auto slash = path.find('/');
    segments.emplace_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return segments;
    path.remove_prefix(slash + 1);
  }
}

// The parameters if the pattern matches.
std::optional<std::map<std::string, std::string>> parameters_of(const std::vector<std::string>& pattern,
                                                                const std::vector<std::string>& path) {
  std::map<std::string, std::string> parameters;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i].starts_with('*')) {
      std::string rest;
      for (std::size_t j = i; j < path.size(); ++j) rest += (j > i ? "/" : "") + path[j];
      const auto decoded = percent_decode(rest);
      if (!decoded) return std::nullopt;
      parameters[pattern[i].substr(1)] = *decoded;
      return parameters;
    }
    if (i >= path.size()) return std::nullopt;
    if (pattern[i].starts_with(':')) {
      const auto decoded = percent_decode(path[i]);
      if (!decoded || decoded->empty()) return std::nullopt;
      parameters[pattern[i].substr(1)] = *decoded;
    } else if (pattern[i] != path[i]) {
      return std::nullopt;
    }
  }
  if (path.size() > pattern.size()) return std::nullopt;
  return parameters;
}

// Orders patterns by how particular they are, segment by segment: literal, parameter, rest.
std::string rank(const std::vector<std::string>& segments) {
  std::string result;
  for (const auto& segment : segments) {
    result += segment.starts_with('*') ? '2' : segment.starts_with(':') ? '1' : '0';
  }
  return result;
}

}  // namespace

void Router::add(std::string method, std::string pattern, HttpHandler handler, RouteOptions options) {
  if (!pattern.starts_with('/')) throw std::logic_error("a route must begin with /: " + pattern);
  for (const Route& route : routes_) {
    if (route.method == method && route.pattern == pattern) {
      throw std::logic_error(
          std::string("a route is there twice: ").append(method).append(" ").append(pattern));
    }
  }
  std::vector<std::string> segments = split(pattern);
  routes_.push_back(
      {std::move(method), std::move(pattern), std::move(handler), options, std::move(segments)});
}

Router::Match Router::match(std::string_view method, std::string_view path) const {
  const std::string_view wanted = method == "HEAD" ? "GET" : method;
  const std::vector<std::string> segments = split(path);
  Match result;
  std::string best;
  for (const Route& route : routes_) {
    auto parameters = parameters_of(route.segments, segments);
    if (!parameters) continue;
    if (route.method != wanted) {
      if (std::find(result.allowed_methods.begin(), result.allowed_methods.end(), route.method) ==
          result.allowed_methods.end()) {
        result.allowed_methods.push_back(route.method);
      }
      continue;
    }
    std::string candidate = rank(route.segments);
    if (result.route == nullptr || candidate < best) {
      result.route = &route;
      result.path_parameters = *std::move(parameters);
      best = std::move(candidate);
    }
  }
  if (result.route != nullptr) result.allowed_methods.clear();
  return result;
}

}  // namespace palmkey::platform
