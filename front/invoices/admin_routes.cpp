#include "front/invoices/admin_routes.hpp"

#include <nlohmann/json.hpp>

#include "front/desk/authorization.hpp"
#include "front/http.hpp"
#include "front/invoices/store.hpp"
#include "platform/masked.hpp"

namespace palmkey::front::invoices {

namespace {

using nlohmann::json;
using platform::HttpRequest;
using platform::HttpResponse;

constexpr std::size_t invoices_on_a_page = 50;

json invoice_json(const store::Listed& listed) {
  const Invoice& invoice = listed.invoice;
  return {{"order", invoice.order_number},
          {"number", invoice.number ? json(*invoice.number) : json()},
          {"buyer", platform::masked_name(invoice.buyer.name)},
          {"mail", platform::masked_mail(invoice.buyer.email)},
          {"years", invoice.years},
          {"net", invoice.net_fen},
          {"tax", invoice.tax_fen},
          {"total", invoice.total_fen},
          {"created_at", listed.created_at},
          {"issued_at", invoice.number ? json(invoice.issued_at) : json()}};
}

HttpResponse show_invoices(const Context& context, const HttpRequest& request) {
  desk::authorized(context, request, desk::administrators);
  const auto before = place_of(request.query("before").value_or(""));
  auto found = context.database.read([&](platform::Transaction& transaction) {
    return store::list(transaction, context.personal, request.query("search").value_or(""), before,
                       invoices_on_a_page + 1);
  });
  json next;
  if (found.size() > invoices_on_a_page) {
    found.pop_back();
    next = cursor_of({found.back().created_at, found.back().invoice.order_number});
  }
  json items = json::array();
  for (const auto& listed : found) items.push_back(invoice_json(listed));
  return HttpResponse::json({{"items", items}, {"next", next}});
}

}  // namespace

void add_admin_routes(platform::Router& router, const Context& context) {
  add_route(router, "GET", "/api/v1/admin/invoices",
            [&context](const HttpRequest& request) { return show_invoices(context, request); });
}

}  // namespace palmkey::front::invoices
