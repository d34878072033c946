#include "front/desk/routes.hpp"

#include <nlohmann/json.hpp>

#include "core/encoding.hpp"
#include "core/text_intent.hpp"
#include "front/desk/application_text.hpp"
#include "front/desk/decisions.hpp"
#include "front/desk/sessions.hpp"
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

Officer authenticated(const Context& context, const HttpRequest& request) {
  return officer_of(context, bearer_token(request));
}

// {"intent": TEXT, "signature": base64 of SM2Signature in DER}
SignedIntent signed_intent(const HttpRequest& request) {
  const auto body = request.json();
  auto signature = platform::value_or_throw(core::from_base64(text_member(body, "signature")), "signature");
  return {text_member(body, "intent"), std::move(signature)};
}

std::string_view role_code(OperatorRole role) {
  return role == OperatorRole::review ? "review" : "acceptance";
}

json officer_json(const Officer& officer) {
  return {{"operator", officer.id}, {"name", officer.name}, {"role", role_code(officer.role)}};
}

HttpResponse answered(const Context& context, const orders::Order& order) {
  return HttpResponse::json(orders::summary_of(order, context.catalogue.get(order.service_id)));
}

orders::store::Search search_of(const HttpRequest& request) {
  orders::store::Search search;
  search.service_id = request.query("service").value_or("");
  search.number = request.query("number").value_or("");
  search.applicant_name = request.query("name").value_or("");
  search.phone_tail = request.query("phone_tail").value_or("");
  search.before = request.query("before").value_or("");
  search.limit = orders_on_a_page;
  if (const auto state = request.query("state")) {
    const auto known = orders::state_of(*state);
    if (!known) throw platform::Failure("state_unknown", 400, "state");
    search.states = {*known};
  }
  return search;
}

HttpResponse show_queue(const Context& context, const HttpRequest& request) {
  const auto found = queue(context, authenticated(context, request), search_of(request));
  json list = json::array();
  for (const auto& order : found.orders) {
    json item = orders::summary_of(order, context.catalogue.get(order.service_id));
    item["paper_received"] = order.paper_received;
    list.push_back(std::move(item));
  }
  return HttpResponse::json({{"orders", list}, {"last_page", found.last}});
}

HttpResponse show_order(const Context& context, const HttpRequest& request) {
  const auto order =
      visible_order(context, authenticated(context, request), request.path_parameter("number"));
  const auto& service = context.catalogue.get(order.service_id);
  const auto text = context.database.read(
      [&](platform::Transaction& transaction) { return application_text(transaction, context, order); });
  json approval = json::object();
  for (const auto& [name, value] : approval_fields(order, service, text.digest)) approval[name] = value;
  json detail = orders::detail_of(context, order);
  detail["application_text"] = text.text;
  detail["application_digest"] = text.digest;
  detail["approval"] = approval;
  return HttpResponse::json(detail);
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
    const DeskSession session = open_session(context, signed_intent(request));
    json answer = officer_json(session.officer);
    answer["token"] = session.token;
    answer["expires_at"] = session.expires_at;
    return HttpResponse::json(answer, 201);
  });
  add_route(router, "DELETE", "/api/v1/desk/sessions", [&context](const HttpRequest& request) {
    close_session(context, bearer_token(request));
    return HttpResponse::no_content();
  });
  add_route(router, "GET", "/api/v1/desk/orders",
            [&context](const HttpRequest& request) { return show_queue(context, request); });
  add_route(router, "GET", "/api/v1/desk/orders/:number",
            [&context](const HttpRequest& request) { return show_order(context, request); });
  add_route(router, "GET", "/api/v1/desk/orders/:number/attachments/:kind",
            [&context](const HttpRequest& request) {
              const auto order =
                  visible_order(context, authenticated(context, request), request.path_parameter("number"));
              auto content = orders::read_attachment(context, order.number, request.path_parameter("kind"));
              return HttpResponse::bytes(std::move(content.bytes), content.media_type);
            });
  add_route(router, "GET", "/api/v1/desk/orders/:number/seal.png", [&context](const HttpRequest& request) {
    const auto order =
        visible_order(context, authenticated(context, request), request.path_parameter("number"));
    return HttpResponse::bytes(name_seals::read(context, order.number), "image/png");
  });
  add_route(router, "POST", "/api/v1/desk/orders/:number/receive-paper",
            [&context](const HttpRequest& request) {
              const Officer officer = authenticated(context, request);
              return answered(context, receive_paper(context, officer, request.path_parameter("number")));
            });
  add_route(router, "POST", "/api/v1/desk/orders/:number/decisions", [&context](const HttpRequest& request) {
    const Officer officer = authenticated(context, request);
    return answered(context,
                    decide(context, officer, request.path_parameter("number"), signed_intent(request)));
  });
}

}  // namespace palmkey::front::desk
