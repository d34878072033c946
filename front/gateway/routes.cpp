#include "front/gateway/routes.hpp"

#include "core/encoding.hpp"
#include "front/http.hpp"

namespace palmkey::front::gateway {

namespace {

using platform::HttpRequest;
using platform::HttpResponse;

constexpr std::size_t largest_exchange = std::size_t{64} * 1024;
constexpr std::string_view descriptor_type = "application/vnd.palmkey.descriptor";
constexpr std::string_view sealed_type = "application/octet-stream";

}  // namespace

std::string configuration_link(const std::string& base_url, core::ByteView descriptor_digest) {
  return base_url + "/c?d=" + core::to_base64url(descriptor_digest);
}

std::string entry_link(const std::string& base_url, const std::string& service_id) {
  return base_url + "/e?s=" + platform::percent_encode(service_id);
}

void add_routes(platform::Router& router, const Context& context) {
  add_route(router, "GET", "/.well-known/palmkey-descriptor", [&context](const HttpRequest&) {
    return HttpResponse::bytes(context.vault.describe(), descriptor_type);
  });
  add_route(router, "POST", "/api/v1/vault/exchange",
            [&context](const HttpRequest& request) {
              context.limits.use(exchange_limit, request.client_address);
              return HttpResponse::bytes(context.vault.exchange(request.body), sealed_type);
            },
            {largest_exchange});
}

}  // namespace palmkey::front::gateway
