// Which handler answers which method and path.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "platform/http_message.hpp"

namespace palmkey::platform {

using HttpHandler = std::function<HttpResponse(const HttpRequest&)>;

struct RouteOptions {
  // The largest body in bytes; 0 means the server's HttpServerConfig::max_body. Never above that.
  std::size_t max_body = 0;
};

// Handlers run at the same time on several threads and may block (long polls hold one thread each).
class Router {
 public:
  struct Route {
    std::string method;
    std::string pattern;
    HttpHandler handler;
    RouteOptions options;
    std::vector<std::string> segments;
  };
  struct Match {
    const Route* route = nullptr;
    std::map<std::string, std::string> path_parameters;
    // Methods that the path has, filled if it is known but not with this method.
    std::vector<std::string> allowed_methods;
  };

  // `pattern` is absolute: literal segments and ":name" for one segment, as in
  // "/api/v1/orders/:number/attachments/:kind"; a last "*name" takes all that is left, also nothing.
  // Literal segments win over parameters. std::logic_error for a pattern that is there already.
  // Not thread-safe: all routes are added before the server starts.
  void add(std::string method, std::string pattern, HttpHandler handler, RouteOptions options = {});

  // `path` as sent, without query. HEAD finds the route of GET.
  Match match(std::string_view method, std::string_view path) const;

  // All routes in the order they were added.
  const std::vector<Route>& routes() const { return routes_; }

 private:
  std::vector<Route> routes_;
};

}  // namespace palmkey::platform
