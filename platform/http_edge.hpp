// From a request as it came to the answer as it goes: the one place where routes are looked up, limits are
// kept, failures become problem documents, headers of safety are added and the access log is written. Knows
// no HTTP library.
#pragma once

#include "platform/http_server.hpp"
#include "platform/problem.hpp"

namespace palmkey::platform {

class HttpEdge {
 public:
  // Both must outlive it.
  HttpEdge(const HttpServerConfig& config, const Router& router) : config_(config), router_(router) {}

  // `request.path` holds the request target with the query. Thread-safe.
  HttpResponse respond(HttpRequest request) const;
  // The answer when no thread is free.
  HttpResponse overloaded() const;

 private:
  HttpResponse dispatch(HttpRequest& request) const;

  const HttpServerConfig& config_;
  const Router& router_;
};

// "Not Found" for 404.
std::string reason_of(int status);

}  // namespace palmkey::platform
