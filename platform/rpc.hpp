// gRPC between front and vault: endpoints, mutual TLS, and failures that keep their code across the wire.
//
// This header includes gRPC: only .cpp files that serve or call may include it.
#pragma once

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "platform/failure.hpp"

namespace palmkey::platform {

struct RpcEndpoint {
  // "unix:PATH" or "tls:HOST:PORT".
  std::string address{};
  // PEM files for tls: both sides show a certificate of this authority.
  std::string certificate_file{};
  std::string private_key_file{};
  std::string ca_file{};
  unsigned socket_mode = 0600;  // of the Unix socket: 0600 or 0660
};

// Starts a server with the services, which must outlive it. A stale socket of a dead process is replaced.
// std::runtime_error if the endpoint cannot be used.
class RpcServer {
 public:
  RpcServer(const RpcEndpoint& endpoint, const std::vector<grpc::Service*>& services);
  ~RpcServer();  // stops
  RpcServer(const RpcServer&) = delete;
  RpcServer& operator=(const RpcServer&) = delete;
  // Calls at work get five seconds to end.
  void stop();
  int port() const { return port_; }  // of a tls endpoint, if 0 was asked for

 private:
  std::string socket_path_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

// A channel to the endpoint; it connects by itself and again when the server comes back. Thread-safe.
std::shared_ptr<grpc::Channel> rpc_channel(const RpcEndpoint& endpoint);

// The server's edge: runs `work`; a Failure becomes a status that carries its code, HTTP status, field and
// parameters; anything else becomes "internal_error", logged as `method`.
grpc::Status rpc_edge(const char* method, const std::function<void()>& work);

// The client's edge: throws the Failure that the status carries; a server that cannot be reached or does
// not answer in time is Failure("vault_unreachable", 503).
void rpc_throw_unless_ok(const grpc::Status& status);

inline constexpr std::chrono::milliseconds rpc_default_deadline{5000};

// Calls a stub's method: Reply reply = rpc_call(&Stub::Method, *stub, request).
template <class Stub, class Request, class Reply>
Reply rpc_call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Reply*), Stub& stub,
               const Request& request, std::chrono::milliseconds deadline = rpc_default_deadline) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + deadline);
  Reply reply;
  rpc_throw_unless_ok((stub.*method)(&context, request, &reply));
  return reply;
}

}  // namespace palmkey::platform
