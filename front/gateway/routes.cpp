#include "front/gateway/routes.hpp"

#include <nlohmann/json.hpp>

#include "core/encoding.hpp"
#include "front/http.hpp"

namespace palmkey::front::gateway {

namespace {

using platform::HttpRequest;
using platform::HttpResponse;

constexpr std::size_t largest_exchange = std::size_t{64} * 1024;
constexpr std::string_view descriptor_type = "application/vnd.palmkey.descriptor";
constexpr std::string_view sealed_type = "application/octet-stream";

// A page for whoever opens a QR code's link with the phone's own camera.
HttpResponse page(std::string_view title, std::string_view what_to_do) {
  return HttpResponse::text(
      "<!doctype html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width\"><title>" +
          html_escaped(title) + "</title></head><body><h1>" + html_escaped(title) + "</h1><p>" +
          html_escaped(what_to_do) + "</p></body></html>\n",
      "text/html; charset=utf-8");
}

HttpResponse configuration_page(const HttpRequest& request) {
  const auto digest = core::from_base64url(request.query("d").value_or(""));
  if (!digest || digest->size() != 32) throw platform::Failure("configuration_link_malformed", 400, "d");
  return page("手机配置", "请打开掌钥应用,在“二维码”页扫描此二维码,完成手机配置。");
}

HttpResponse entry_page(const Context& context, const HttpRequest& request) {
  const auto& service = context.catalogue.get(request.query("s").value_or(""), "s");
  return page(service.name, "请先扫描“手机配置”二维码,再用掌钥应用扫描此二维码,进入自助业务办理。");
}

}  // namespace

std::string configuration_link(const std::string& base_url, core::ByteView descriptor_digest) {
  return base_url + "/c?d=" + core::to_base64url(descriptor_digest);
}

std::string entry_link(const std::string& base_url, const std::string& service_id) {
  return base_url + "/e?s=" + platform::percent_encode(service_id);
}

void add_routes(platform::Router& router, const Context& context) {
  add_route(router, "GET", "/c", configuration_page);
  add_route(router, "GET", "/e",
            [&context](const HttpRequest& request) { return entry_page(context, request); });
  add_route(router, "GET", "/officer", [](const HttpRequest&) {
    return page("人员激活", "请用掌钥应用扫描管理员给出的激活二维码,激活只能进行一次。");
  });
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
