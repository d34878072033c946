#include "front/desk/routes.hpp"

#include <nlohmann/json.hpp>

#include "core/text_intent.hpp"
#include "front/desk/authorization.hpp"
#include "front/desk/decisions.hpp"
#include "front/desk/queue.hpp"
#include "front/desk/sessions.hpp"
#include "front/desk/view.hpp"
#include "front/http.hpp"
#include "front/name_seals/seals.hpp"
#include "front/orders/attachments.hpp"
#include "front/orders/view.hpp"

namespace palmkey::front::desk {

namespace {

using nlohmann::json;
using platform::HttpRequest;
using platform::HttpResponse;

constexpr std::size_t orders_on_a_page = 50;

HttpResponse answered(const Context& context, const HttpRequest& request, const orders::Order& order) {
  return HttpResponse::json(orders::summary_of(
      order, context.catalogue.version(order.service_id, order.service_version), language_of(request)));
}

// The first word unless the query names the other.
std::string one_of(const HttpRequest& request, std::string_view name, std::string_view usual,
                   std::string_view other) {
  std::string word = request.query(std::string(name)).value_or(std::string(usual));
  if (word != usual && word != other) throw platform::Failure("malformed", 400, std::string(name));
  return word;
}

orders::store::Search search_of(const HttpRequest& request) {
  orders::store::Search search;
  search.service_id = request.query("service").value_or("");
  search.number = request.query("number").value_or("");
  search.applicant_name = request.query("name").value_or("");
  search.phone_tail = request.query("phone_tail").value_or("");
  if (const auto scanned = request.query("barcode")) search.number = order_of_barcode(*scanned);
  search.longest_waiting = one_of(request, "sort", "newest", "waiting") == "waiting";
  search.limit = orders_on_a_page;
  if (const auto state = request.query("state")) {
    const auto known = orders::state_of(*state);
    if (!known) throw platform::Failure("state_unknown", 400, "state");
    search.states = {*known};
  }
  return search;
}

HttpResponse show_queue(const Context& context, const HttpRequest& request) {
  const Officer officer = authorized(context, request, deciding);
  const auto extent = one_of(request, "queue", "mine", "all") == "all" ? Extent::all : Extent::mine;
  return HttpResponse::json(queue_json(
      context, queue(context, officer, search_of(request), extent, request.query("before").value_or("")),
      language_of(request)));
}

HttpResponse show_counts(const Context& context, const HttpRequest& request) {
  const auto now = counts(context, authorized(context, request, deciding));
  return HttpResponse::json({{"awaiting_acceptance", now.awaiting_acceptance},
                             {"awaiting_paper", now.awaiting_paper},
                             {"awaiting_review", now.awaiting_review},
                             {"overdue", now.overdue},
                             {"decided_today", now.decided_today}});
}

orders::Order order_shown(const Context& context, const HttpRequest& request) {
  return visible_order(context, authorized(context, request, deciding), request.path_parameter("number"));
}

}  // namespace

void add_routes(platform::Router& router, const Context& context) {
  add_route(router, "GET", "/api/v1/desk/challenge", [&context](const HttpRequest& request) {
    context.limits.use(desk_session_limit, request.client_address);
    const Challenge challenge = make_challenge(context);
    return HttpResponse::json({{"session", challenge.session},
                               {"origin", challenge.origin},
                               {"time", core::text_intent_time(challenge.time)}});
  });
  add_route(router, "POST", "/api/v1/desk/sessions", [&context](const HttpRequest& request) {
    context.limits.use(desk_session_limit, request.client_address);
    const DeskSession session = open_session(context, signed_intent_of(request));
    return HttpResponse::json(session_json(session), 201);
  });
  add_route(router, "DELETE", "/api/v1/desk/sessions", [&context](const HttpRequest& request) {
    close_session(context, bearer_token(request));
    return HttpResponse::no_content();
  });
  add_route(router, "GET", "/api/v1/desk/orders",
            [&context](const HttpRequest& request) { return show_queue(context, request); });
  add_route(router, "GET", "/api/v1/desk/orders/:number", [&context](const HttpRequest& request) {
    return HttpResponse::json(detail_json(context, order_shown(context, request), language_of(request)));
  });
  add_route(router, "GET", "/api/v1/desk/counts",
            [&context](const HttpRequest& request) { return show_counts(context, request); });
  add_route(router, "GET", "/api/v1/desk/orders/:number/attachments/:kind",
            [&context](const HttpRequest& request) {
              const auto order = order_shown(context, request);
              auto content = orders::read_attachment(context, order.number, request.path_parameter("kind"));
              return HttpResponse::bytes(std::move(content.bytes), content.media_type);
            });
  add_route(router, "GET", "/api/v1/desk/orders/:number/seal.png", [&context](const HttpRequest& request) {
    const auto order = order_shown(context, request);
    return HttpResponse::bytes(name_seals::read(context, order.number), "image/png");
  });
  add_route(
      router, "POST", "/api/v1/desk/orders/:number/receive-paper", [&context](const HttpRequest& request) {
        const Officer officer = authorized(context, request, deciding);
        return answered(context, request, receive_paper(context, officer, request.path_parameter("number")));
      });
  add_route(router, "POST", "/api/v1/desk/orders/:number/decisions", [&context](const HttpRequest& request) {
    const Officer officer = authorized(context, request, deciding);
    return answered(context, request,
                    decide(context, officer, request.path_parameter("number"), signed_intent_of(request)));
  });
}

}  // namespace palmkey::front::desk
