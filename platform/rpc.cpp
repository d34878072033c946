#include "platform/rpc.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <system_error>

#include "platform/files.hpp"
#include "platform/log.hpp"

namespace palmkey::platform {
namespace {

constexpr std::size_t max_pem_size = std::size_t{1024} * 1024;

bool is_unix(const RpcEndpoint& endpoint) {
  return endpoint.address.starts_with("unix:");
}

// What gRPC calls the endpoint.
std::string target_of(const RpcEndpoint& endpoint) {
  if (is_unix(endpoint)) return endpoint.address;
  if (endpoint.address.starts_with("tls:")) return endpoint.address.substr(4);
  throw std::runtime_error("an RPC endpoint is unix:PATH or tls:HOST:PORT");
}

std::string pem(const std::string& path) {
  const core::Bytes content = read_file(path, max_pem_size);
  return {content.begin(), content.end()};
}

std::shared_ptr<grpc::ServerCredentials> server_credentials(const RpcEndpoint& endpoint) {
  if (is_unix(endpoint)) return grpc::InsecureServerCredentials();  // the file's mode is the access check
  grpc::SslServerCredentialsOptions options(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  options.pem_root_certs = pem(endpoint.ca_file);
  options.pem_key_cert_pairs.push_back({pem(endpoint.private_key_file), pem(endpoint.certificate_file)});
  return grpc::SslServerCredentials(options);
}

// Whether a process listens on the socket.
bool is_alive(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path))
    throw std::runtime_error("the socket's path is too long: " + path);
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket < 0) throw std::system_error(errno, std::generic_category(), "socket");
  const bool alive = ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  ::close(socket);
  return alive;
}

grpc::StatusCode status_code_of(int http_status) {
  switch (http_status) {
    case 400:
      return grpc::StatusCode::INVALID_ARGUMENT;
    case 401:
      return grpc::StatusCode::UNAUTHENTICATED;
    case 403:
      return grpc::StatusCode::PERMISSION_DENIED;
    case 404:
      return grpc::StatusCode::NOT_FOUND;
    case 409:
    case 423:
      return grpc::StatusCode::FAILED_PRECONDITION;
    case 413:
    case 429:
      return grpc::StatusCode::RESOURCE_EXHAUSTED;
    case 503:
      return grpc::StatusCode::UNAVAILABLE;
    default:
      return grpc::StatusCode::INTERNAL;
  }
}

grpc::Status status_of(const Failure& failure) {
  nlohmann::json parameters = nlohmann::json::object();
  for (const auto& [name, value] : failure.parameters()) {
    std::visit([&, &key = name](const auto& v) { parameters[key] = v; }, value);
  }
  const nlohmann::json details = {{"code", failure.code()},
                                  {"http_status", failure.http_status()},
                                  {"field", failure.field()},
                                  {"parameters", parameters}};
  return {status_code_of(failure.http_status()), failure.code(), details.dump()};
}

std::optional<Failure> failure_of(const grpc::Status& status) {
  const nlohmann::json details = nlohmann::json::parse(status.error_details(), nullptr, false);
  if (!details.is_object()) return std::nullopt;
  try {
    Parameters parameters;
    for (const auto& [name, value] : details.at("parameters").items()) {
      if (value.is_number_integer()) {
        parameters[name] = value.get<std::int64_t>();
      } else {
        parameters[name] = value.get<std::string>();
      }
    }
    return Failure(details.at("code").get<std::string>(), details.at("http_status").get<int>(),
                   details.at("field").get<std::string>(), std::move(parameters));
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
}

}  // namespace

RpcServer::RpcServer(const RpcEndpoint& endpoint, const std::vector<grpc::Service*>& services) {
  const std::string target = target_of(endpoint);
  grpc::ServerBuilder builder;
  // Without this a second server would share the port of the first.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddListeningPort(target, server_credentials(endpoint), &port_);
  for (grpc::Service* service : services) builder.RegisterService(service);
  if (!is_unix(endpoint)) {
    server_ = builder.BuildAndStart();
    if (!server_ || port_ == 0) throw std::runtime_error("cannot listen on " + endpoint.address);
    return;
  }
  const std::string path = endpoint.address.substr(5);
  if (is_alive(path)) throw std::runtime_error("another process serves " + endpoint.address);
  const mode_t before = ::umask(0177);  // nobody else may connect before the mode is set below
  server_ = builder.BuildAndStart();
  ::umask(before);
  if (!server_ || ::chmod(path.c_str(), endpoint.socket_mode) != 0) {
    throw std::runtime_error("cannot listen on " + endpoint.address);
  }
  socket_path_ = path;
}

RpcServer::~RpcServer() {
  stop();
}

void RpcServer::stop() {
  if (!server_) return;
  server_->Shutdown(std::chrono::system_clock::now() + std::chrono::seconds(5));
  server_->Wait();
  server_.reset();
  if (!socket_path_.empty()) ::unlink(socket_path_.c_str());
}

std::shared_ptr<grpc::Channel> rpc_channel(const RpcEndpoint& endpoint) {
  grpc::ChannelArguments arguments;
  // A server that was restarted should be found again soon.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  const std::string target = target_of(endpoint);
  if (is_unix(endpoint)) {
    return grpc::CreateCustomChannel(target, grpc::InsecureChannelCredentials(), arguments);
  }
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = pem(endpoint.ca_file);
  options.pem_private_key = pem(endpoint.private_key_file);
  options.pem_cert_chain = pem(endpoint.certificate_file);
  return grpc::CreateCustomChannel(target, grpc::SslCredentials(options), arguments);
}

grpc::Status rpc_edge(const char* method, const std::function<void()>& work) {
  try {
    work();
    return grpc::Status::OK;
  } catch (const Failure& failure) {
    log_info("rpc.refused", {{"method", method}, {"code", failure.code()}});
    return status_of(failure);
  } catch (const std::exception& exception) {
    log_error("internal_error", {{"method", method}, {"what", exception.what()}});
  } catch (...) {
    log_error("internal_error", {{"method", method}, {"what", "not an exception"}});
  }
  return status_of(Failure("internal_error", 500));
}

void rpc_throw_unless_ok(const grpc::Status& status) {
  if (status.ok()) return;
  if (const auto failure = failure_of(status)) throw Failure(*failure);
  log_warning("rpc.call", {{"status", static_cast<int>(status.error_code())}});
  switch (status.error_code()) {
    case grpc::StatusCode::UNAVAILABLE:
    case grpc::StatusCode::DEADLINE_EXCEEDED:
    case grpc::StatusCode::CANCELLED:
      throw Failure("vault_unreachable", 503);
    default:
      throw Failure("internal_error", 500);
  }
}

}  // namespace palmkey::platform
