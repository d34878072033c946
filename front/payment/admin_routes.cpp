#include "front/payment/admin_routes.hpp"

#include <nlohmann/json.hpp>

#include "front/desk/authorization.hpp"
#include "front/http.hpp"
#include "front/payment/store.hpp"
#include "front/payment/view.hpp"

namespace palmkey::front::payment {

namespace {

using nlohmann::json;
using platform::HttpRequest;
using platform::HttpResponse;

constexpr std::size_t payments_on_a_page = 50;

HttpResponse show_payments(const Context& context, const HttpRequest& request) {
  desk::authorized(context, request, desk::administrators);
  const auto before = place_of(request.query("before").value_or(""));
  auto found = context.database.read([&](platform::Transaction& t) {
    return store::list(t, request.query("search").value_or(""), before, payments_on_a_page + 1);
  });
  json next;
  if (found.size() > payments_on_a_page) {
    found.pop_back();
    next = cursor_of({found.back().created_at, found.back().out_trade_no});
  }
  json items = json::array();
  for (const auto& payment : found) items.push_back(payment_json(payment));
  return HttpResponse::json({{"items", items}, {"next", next}});
}

}  // namespace

void add_admin_routes(platform::Router& router, const Context& context, Payments& payments) {
  add_route(router, "GET", "/api/v1/admin/payments",
            [&context](const HttpRequest& request) { return show_payments(context, request); });
  add_route(
      router, "POST", "/api/v1/admin/payments/:number/refund",
      [&context, &payments](const HttpRequest& request) {
        const auto administrator = desk::authorized(context, request, desk::administrators);
        return HttpResponse::json(payment_json(payments.refund(
            request.path_parameter("number"), text_member(request.json(), "reason"), administrator.id)));
      });
}

}  // namespace palmkey::front::payment
