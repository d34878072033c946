#include "front/preregistration/routes.hpp"

#include <nlohmann/json.hpp>

#include "front/http.hpp"
#include "front/preregistration/rules.hpp"
#include "front/subscribers/routes.hpp"

namespace palmkey::front::preregistration {

void add_routes(platform::Router& router, const Context& context) {
  add_route(
      router, "GET", "/api/v1/services/:service/admission", [&context](const platform::HttpRequest& request) {
        const auto subscriber = subscribers::authenticated(context, request);
        const auto& service = context.catalogue.get(request.path_parameter("service"));
        require_admission(context, service, subscriber.phone, request.query("self_application") == "true");
        return platform::HttpResponse::json({{"admitted", true}});
      });
}

}  // namespace palmkey::front::preregistration
