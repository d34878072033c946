// The only file that sees RESTinio. RESTinio reads requests on a few threads of its own and hands each whole
// request to a pool of threads, where handlers may block.
#define ASIO_STANDALONE
#define ASIO_HAS_STD_CHRONO
#define ASIO_DISABLE_STD_STRING_VIEW

#include "platform/http_server.hpp"

#include <algorithm>
#include <restinio/all.hpp>
#include <restinio/tls.hpp>
#include <stdexcept>

#include "platform/http_edge.hpp"
#include "platform/thread_pool.hpp"

namespace palmkey::platform {
namespace {

struct PlainTraits : restinio::default_traits_t {
  static constexpr bool use_connection_count_limiter = true;
};

struct TlsTraits : restinio::default_tls_traits_t {
  static constexpr bool use_connection_count_limiter = true;
};

// A body up to this much over the limit is read to its end so that the client gets an answer (413); a larger
// one is cut off by closing the connection.
std::uint64_t hard_body_limit(std::size_t max_body) {
  return 2 * std::uint64_t{max_body} + std::uint64_t{1024} * 1024;
}

HttpRequest request_of(const restinio::request_t& request) {
  HttpRequest result;
  result.method = request.header().method().c_str();
  result.path = request.header().request_target();
  for (const auto& field : request.header()) result.headers.add(field.name(), field.value());
  const std::string& body = request.body();
  result.body.assign(body.begin(), body.end());
  result.client_address = request.remote_endpoint().address().to_string();
  return result;
}

void answer(const restinio::request_handle_t& request, bool is_head, HttpResponse response) {
  auto builder = request->create_response<restinio::user_controlled_output_t>(restinio::http_status_line_t{
      restinio::http_status_code_t{static_cast<std::uint16_t>(response.status)}, reason_of(response.status)});
  if (!request->header().should_keep_alive()) builder.connection_close();
  for (const auto& [name, value] : response.headers.all()) {
    builder.header().add_field(std::string(name), std::string(value));
  }
  builder.set_content_length(response.body.size());
  if (!is_head) builder.set_body(std::string(response.body.begin(), response.body.end()));
  builder.done();
}

std::shared_ptr<asio::ssl::context> tls_context_of(const HttpServerConfig& config) {
  auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
  context->set_options(asio::ssl::context::no_sslv2 | asio::ssl::context::no_sslv3 |
                       asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
  context->use_certificate_chain_file(config.certificate_file);
  context->use_private_key_file(config.private_key_file, asio::ssl::context::pem);
  return context;
}

// A running RESTinio server of either traits.
class Listener {
 public:
  virtual ~Listener() = default;
  virtual void stop() = 0;
};

// RESTinio 0.6 destroys its connection limiter before the io_context, whose pending reads still hold
// connections, and these tell the limiter of their end. So what is pending goes first.
class IoContext : public asio::io_context {
 public:
  // Once no thread runs it any more.
  void drop_pending() { shutdown(); }
};

template <class Traits>
class ListenerOf : public Listener {
 public:
  explicit ListenerOf(restinio::server_settings_t<Traits>&& settings)
      : server_(restinio::run_async<Traits>(restinio::external_io_context(io_context_), std::move(settings),
                                            2)) {}
  void stop() override {
    server_->stop();
    server_->wait();
    io_context_.drop_pending();
  }

 private:
  IoContext io_context_;
  restinio::running_server_handle_t<Traits> server_;
};

}  // namespace

struct HttpServer::State {
  State(HttpServerConfig c, Router r)
      : config(std::move(c)),
        router(std::move(r)),
        edge(config, router),
        pool(config.threads, config.max_waiting) {}

  restinio::request_handling_status_t accept(const restinio::request_handle_t& request) {
    const bool is_head = request->header().method() == restinio::http_method_head();
    const bool queued = pool.submit([this, request, is_head] {
      HttpResponse response;
      try {
        response = edge.respond(request_of(*request));
      } catch (...) {  // a header of the request that we cannot take, for example
        response = problem_response(Failure("malformed", 400), Language::chinese);
      }
      answer(request, is_head, std::move(response));
    });
    if (!queued) answer(request, is_head, edge.overloaded());
    return restinio::request_accepted();
  }

  template <class Traits>
  std::unique_ptr<Listener> listen(std::shared_ptr<asio::ssl::context> tls) {
    restinio::server_settings_t<Traits> settings;
    settings.address(config.address)
        .port(config.port)
        .request_handler([this](const restinio::request_handle_t& request) { return accept(request); })
        .read_next_http_message_timelimit(config.read_timeout)
        .handle_request_timeout(config.handle_timeout)
        .max_parallel_connections(config.max_connections)
        .incoming_http_msg_limits(restinio::incoming_http_msg_limits_t{}
                                      .max_url_size(8192)
                                      .max_field_name_size(256)
                                      .max_field_value_size(16384)
                                      .max_field_count(100)
                                      .max_body_size(hard_body_limit(config.max_body)))
        .acceptor_post_bind_hook(
            [this](asio::ip::tcp::acceptor& acceptor) { port = acceptor.local_endpoint().port(); })
        .cleanup_func([] {});
    if constexpr (std::is_same_v<Traits, TlsTraits>) settings.tls_context(std::move(tls));
    return std::make_unique<ListenerOf<Traits>>(std::move(settings));
  }

  HttpServerConfig config;
  Router router;
  HttpEdge edge;
  std::uint16_t port = 0;
  ThreadPool pool;
  std::unique_ptr<Listener> listener;
};

HttpServer::HttpServer(HttpServerConfig config, Router router)
    : state_(std::make_unique<State>(std::move(config), std::move(router))) {}

HttpServer::~HttpServer() {
  stop();
}

void HttpServer::start() {
  const auto& config = state_->config;
  if (config.certificate_file.empty() != config.private_key_file.empty()) {
    throw std::runtime_error("TLS needs both a certificate and its private key");
  }
  try {
    state_->listener = config.certificate_file.empty() ? state_->listen<PlainTraits>(nullptr)
                                                       : state_->listen<TlsTraits>(tls_context_of(config));
  } catch (const std::exception& exception) {
    throw std::runtime_error("cannot listen on " + config.address + ":" + std::to_string(config.port) + ": " +
                             exception.what());
  }
}

std::uint16_t HttpServer::port() const {
  return state_->port;
}

void HttpServer::stop() {
  state_->pool.stop();
  if (state_->listener) state_->listener->stop();
  state_->listener.reset();
}

const Router& HttpServer::router() const {
  return state_->router;
}

}  // namespace palmkey::platform
