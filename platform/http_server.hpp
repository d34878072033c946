// The HTTP server of the front. One edge: whatever a handler throws becomes a problem document here.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "platform/router.hpp"

namespace palmkey::platform {

struct HttpServerConfig {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: any free one, see HttpServer::port
  // PEM files; both or none. With them the server speaks TLS 1.2 and 1.3 only.
  std::string certificate_file{};
  std::string private_key_file{};
  // Handlers at work at the same time; a waiting long poll holds one of them.
  std::size_t threads = 64;
  // Requests that wait for a thread; above it the answer is "overloaded" (503).
  std::size_t max_waiting = 1024;
  std::size_t max_body = std::size_t{1024} * 1024;  // bytes, over all routes
  std::chrono::seconds read_timeout{30};            // for a whole request to arrive
  std::chrono::seconds handle_timeout{90};          // for a handler to answer
  std::size_t max_connections = 4096;
  // Peers (addresses) whose X-Forwarded-For is believed: its last entry becomes client_address.
  std::vector<std::string> trusted_proxies{};
  // Other origins whose pages may call (Fetch standard, CORS), "https://host[:port]": without cookies.
  std::vector<std::string> allowed_origins{};
};

// Answers get X-Content-Type-Options, Referrer-Policy, a strict Content-Security-Policy and Cache-Control:
// no-store unless the handler set them. The access log has method, pattern, status and milliseconds, never
// the path or the query.
class HttpServer {
 public:
  HttpServer(HttpServerConfig config, Router router);
  ~HttpServer();  // stops
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // Listens and returns; std::runtime_error if the address or the certificate cannot be used.
  void start();
  std::uint16_t port() const;  // the real one, once started
  // Stops accepting, waits for the handlers at work, closes. Long-polling handlers must be told to end first.
  void stop();
  const Router& router() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace palmkey::platform
