#include "front/validation/routes.hpp"

#include "core/encoding.hpp"
#include "platform/failure.hpp"

namespace palmkey::front::validation {

using platform::HttpRequest;
using platform::HttpResponse;

namespace {

// Real requests have some hundred bytes.
constexpr std::size_t kMaxOcspRequest = 8192;

HttpResponse answer_ocsp(VaultClient& vault, core::ByteView request) {
  return HttpResponse::bytes(vault.ocsp(request), "application/ocsp-response");
}

}  // namespace

void add_routes(platform::Router& router, VaultClient& vault) {
  router.add("GET", "/crl", [&vault](const HttpRequest&) {
    HttpResponse response = HttpResponse::bytes(vault.crl(), "application/pkix-crl");
    response.headers.set("Cache-Control", "public, max-age=60");
    return response;
  });
  router.add("POST", "/ocsp",
             [&vault](const HttpRequest& request) { return answer_ocsp(vault, request.body); },
             {.max_body = kMaxOcspRequest});
  router.add("GET", "/ocsp/*request", [&vault](const HttpRequest& request) {
    const std::string& text = request.path_parameter("request");
    const auto der = core::from_base64(text);
    if (!der || der->size() > kMaxOcspRequest) throw platform::Failure("malformed", 400, "request");
    return answer_ocsp(vault, *der);
  });
  router.add("GET", "/ca/issuing.cer", [&vault](const HttpRequest&) {
    return HttpResponse::bytes(vault.chain().issuing_der, "application/pkix-cert");
  });
  router.add("GET", "/ca/root.cer", [&vault](const HttpRequest&) {
    return HttpResponse::bytes(vault.chain().root_der, "application/pkix-cert");
  });
}

}  // namespace palmkey::front::validation
