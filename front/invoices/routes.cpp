#include "front/invoices/routes.hpp"

#include "front/http.hpp"
#include "front/invoices/face.hpp"
#include "front/invoices/rules.hpp"
#include "front/subscribers/routes.hpp"
#include "platform/messages.hpp"

namespace palmkey::front::invoices {

namespace {

using platform::HttpRequest;
using platform::HttpResponse;

Invoice asked_for(const Context& context, const HttpRequest& request) {
  return issued_invoice(context, subscribers::authenticated(context, request),
                        request.path_parameter("number"));
}

HttpResponse named(HttpResponse response, const Invoice& invoice, const char* extension) {
  const std::string disposition = "attachment; filename=\"" + *invoice.number + extension +
                                  "\"; filename*=UTF-8''" + platform::percent_encode(file_name(invoice)) +
                                  extension;
  response.headers.set("Content-Disposition", disposition);
  response.headers.set("Cache-Control", "no-store");
  return response;
}

}  // namespace

void add_routes(platform::Router& router, const Context& context) {
  add_route(router, "GET", "/api/v1/orders/:number/invoice.pdf", [&context](const HttpRequest& request) {
    const Invoice invoice = asked_for(context, request);
    return named(HttpResponse::bytes(pdf_of(invoice), "application/pdf"), invoice, ".pdf");
  });
  add_route(router, "GET", "/api/v1/orders/:number/invoice.xml", [&context](const HttpRequest& request) {
    const Invoice invoice = asked_for(context, request);
    return named(HttpResponse::text(xml_of(invoice), "application/xml; charset=utf-8"), invoice, ".xml");
  });
}

void register_messages() {
  static constexpr platform::Message messages[] = {
      {"invoice_not_issued", "发票尚未开具。", "The invoice has not been issued yet."},
      {"invoice_unreachable", "开票服务暂时不可用。", "The service for invoices cannot be reached."},
      {"invoice_refused", "开票服务拒绝了开票请求。", "The service for invoices refused the request."},
      {"invoice_answer_invalid", "开票服务的回答不正确。",
       "The answer of the service for invoices is not one."},
      {"invoice_number_reused", "开票服务重复给出了同一发票号码。",
       "The service for invoices gave the same number twice."},
      {"invoice_malformed", "发票内容不符合规范。", "No invoice can be made of these data."},
  };
  platform::register_messages(messages);
}

}  // namespace palmkey::front::invoices
