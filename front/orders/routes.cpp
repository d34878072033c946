#include "front/orders/routes.hpp"

#include <nlohmann/json.hpp>

#include "front/http.hpp"
#include "front/name_seals/seals.hpp"
#include "front/orders/attachments.hpp"
#include "front/orders/form.hpp"
#include "front/orders/input.hpp"
#include "front/orders/rules.hpp"
#include "front/orders/view.hpp"
#include "front/subscribers/routes.hpp"

namespace palmkey::front::orders {

namespace {

using nlohmann::json;
using platform::HttpRequest;
using platform::HttpResponse;

constexpr std::size_t orders_on_a_page = 20;
constexpr std::size_t largest_request = std::size_t{8} * 1024;  // a PKCS#10

HttpResponse answered(const Context& context, const HttpRequest& request, const Order& order,
                      int status = 200) {
  return HttpResponse::json(detail_of(context, order, language_of(request)), status);
}

OrderInput order_input(const HttpRequest& request) {
  const auto body = request.json();
  const auto captcha = object_member(body, "captcha");
  OrderInput input;
  input.service = text_member(body, "service");
  input.application = application_input(body);
  input.follows = text_member(body, "follows");
  input.self_service = boolean_member(body, "self_service");
  input.captcha_id = text_member(captcha, "id", "captcha.");
  input.captcha_answer = text_member(captcha, "answer", "captcha.");
  input.agreements_accepted = boolean_member(body, "agreements_accepted");
  input.self_application = boolean_member(body, "self_application");
  input.idempotency_key = request.headers.get("Idempotency-Key").value_or("");
  input.raw_request = request.text();
  return input;
}

HttpResponse list_orders(const Context& context, const HttpRequest& request) {
  const auto page =
      list(context, subscribers::authenticated(context, request), request.query("search").value_or(""),
           request.query("before").value_or(""), orders_on_a_page);
  const auto language = language_of(request);
  json orders = json::array();
  for (const auto& order : page.orders)
    orders.push_back(
        summary_of(order, context.catalogue.version(order.service_id, order.service_version), language));
  return HttpResponse::json({{"orders", orders}, {"last_page", page.last}});
}

HttpResponse form(const Context& context, const HttpRequest& request) {
  const Order order =
      get(context, subscribers::authenticated(context, request), request.path_parameter("number"));
  auto response = HttpResponse::bytes(
      form_pdf(order, context.catalogue.version(order.service_id, order.service_version)), "application/pdf");
  response.headers.set("Content-Disposition", "inline; filename=\"" + order.number + ".pdf\"");
  return response;
}

// Drawing and typesetting cost more than a file does.
constexpr Limit form_signature_limit{"form_signature", 30, 600};

HttpResponse put_form_signature(const Context& context, const HttpRequest& request) {
  const auto subscriber = subscribers::authenticated(context, request);
  context.limits.use(form_signature_limit, subscriber.id);
  return HttpResponse::json(
      attachment_json(sign_form(context, subscriber, request.path_parameter("number"), request.body)));
}

void add_attachment_routes(platform::Router& router, const Context& context) {
  constexpr const char* pattern = "/api/v1/orders/:number/attachments/:kind";
  add_route(router, "PUT", pattern,
            [&context](const HttpRequest& request) {
              const auto record = put_attachment(context, subscribers::authenticated(context, request),
                                                 request.path_parameter("number"),
                                                 request.path_parameter("kind"), request.body);
              return HttpResponse::json(attachment_json(record));
            },
            {largest_attachment});
  add_route(router, "GET", pattern, [&context](const HttpRequest& request) {
    const Order order =
        get(context, subscribers::authenticated(context, request), request.path_parameter("number"));
    auto content = read_attachment(context, order.number, request.path_parameter("kind"));
    return HttpResponse::bytes(std::move(content.bytes), content.media_type);
  });
  add_route(router, "DELETE", pattern, [&context](const HttpRequest& request) {
    remove_attachment(context, subscribers::authenticated(context, request), request.path_parameter("number"),
                      request.path_parameter("kind"));
    return HttpResponse::no_content();
  });
}

}  // namespace

void add_routes(platform::Router& router, const Context& context) {
  add_route(router, "POST", "/api/v1/orders", [&context](const HttpRequest& request) {
    const auto subscriber = subscribers::authenticated(context, request);
    return answered(context, request, create(context, subscriber, order_input(request)), 201);
  });
  add_route(router, "GET", "/api/v1/orders",
            [&context](const HttpRequest& request) { return list_orders(context, request); });
  add_route(router, "GET", "/api/v1/orders/:number", [&context](const HttpRequest& request) {
    return answered(
        context, request,
        get(context, subscribers::authenticated(context, request), request.path_parameter("number")));
  });
  add_route(router, "GET", "/api/v1/orders/:number/form.pdf",
            [&context](const HttpRequest& request) { return form(context, request); });
  add_route(router, "GET", "/api/v1/orders/:number/seal.png", [&context](const HttpRequest& request) {
    const Order order =
        get(context, subscribers::authenticated(context, request), request.path_parameter("number"));
    return HttpResponse::bytes(name_seals::read(context, order.number), "image/png");
  });
  add_route(router, "PUT", "/api/v1/orders/:number/form-signature",
            [&context](const HttpRequest& request) { return put_form_signature(context, request); },
            {documents::largest_handwriting});
  add_route(router, "PUT", "/api/v1/orders/:number/certificate-request",
            [&context](const HttpRequest& request) {
              const auto subscriber = subscribers::authenticated(context, request);
              return answered(
                  context, request,
                  receive_request(context, subscriber, request.path_parameter("number"), request.body));
            },
            {largest_request});
  add_route(router, "PUT", "/api/v1/orders/:number/application", [&context](const HttpRequest& request) {
    const auto subscriber = subscribers::authenticated(context, request);
    return answered(
        context, request,
        correct(context, subscriber, request.path_parameter("number"), application_input(request.json())));
  });
  using Change = Order (*)(const Context&, const subscribers::Subscriber&, const std::string&);
  const auto add_change = [&](const char* pattern, Change change) {
    add_route(router, "POST", pattern, [&context, change](const HttpRequest& request) {
      const auto subscriber = subscribers::authenticated(context, request);
      return answered(context, request, change(context, subscriber, request.path_parameter("number")));
    });
  };
  add_change("/api/v1/orders/:number/submit", submit);
  add_change("/api/v1/orders/:number/installed", mark_installed);
  add_change("/api/v1/orders/:number/cancel", cancel);
  add_attachment_routes(router, context);
}

}  // namespace palmkey::front::orders
