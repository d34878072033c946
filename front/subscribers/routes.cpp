#include "front/subscribers/routes.hpp"

#include <nlohmann/json.hpp>

#include "front/http.hpp"
#include "front/subscribers/rules.hpp"

namespace palmkey::front::subscribers {

using platform::HttpRequest;
using platform::HttpResponse;

void add_routes(platform::Router& router, const Context& context) {
  add_route(router, "POST", "/api/v1/phone-codes", [&context](const HttpRequest& request) {
    context.limits.use(phone_code_limit, request.client_address);
    const auto body = request.json();
    context.catalogue.get(text_member(body, "service"));
    request_code(context, text_member(body, "phone"));
    return HttpResponse::json({{"expires_in", code_lifetime}}, 202);
  });
  add_route(router, "POST", "/api/v1/sessions", [&context](const HttpRequest& request) {
    context.limits.use(session_limit, request.client_address);
    const auto body = request.json();
    const Session session = open_session(context, text_member(body, "phone"), text_member(body, "code"));
    return HttpResponse::json({{"token", session.token}, {"expires_at", session.expires_at}}, 201);
  });
  add_route(router, "DELETE", "/api/v1/sessions", [&context](const HttpRequest& request) {
    close_session(context, bearer_token(request));
    return HttpResponse::no_content();
  });
}

Subscriber authenticated(const Context& context, const HttpRequest& request) {
  return subscriber_of(context, bearer_token(request));
}

}  // namespace palmkey::front::subscribers
