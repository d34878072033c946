// HTTP requests to others, over libcurl.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "platform/http_message.hpp"

namespace palmkey::platform {

struct HttpClientRequest {
  std::string method = "GET";
  std::string url{};  // http or https
  HttpHeaders headers{};
  core::Bytes body{};
  std::chrono::milliseconds connect_timeout{3000};
  std::chrono::milliseconds timeout{10000};  // for the whole exchange
  std::string ca_file{};                     // PEM; empty: the system's authorities
  std::size_t max_response = std::size_t{4} * 1024 * 1024;
};

// Sends the request and returns the answer, whatever its status; redirects are not followed. No answer is
// Failure("upstream_unreachable", 502), a body over max_response Failure("upstream_too_large", 502).
// Certificates and host names are always checked. Thread-safe.
HttpResponse http_request(const HttpClientRequest& request);

}  // namespace palmkey::platform
