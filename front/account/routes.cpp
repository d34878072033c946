#include "front/account/routes.hpp"

#include <nlohmann/json.hpp>

#include "front/account/rules.hpp"
#include "front/http.hpp"

namespace palmkey::front::account {

using platform::HttpRequest;
using platform::HttpResponse;

void add_routes(platform::Router& router, const Context& context) {
  add_route(router, "PUT", "/api/v1/account/phone", [&context](const HttpRequest& request) {
    context.limits.use(session_limit, request.client_address);
    const auto body = request.json();
    return HttpResponse::json(
        {{"phone", change_phone(context, bearer_token(request), text_member(body, "phone"),
                                text_member(body, "code"))}});
  });
}

}  // namespace palmkey::front::account
