#include "front/agreements/routes.hpp"

#include <nlohmann/json.hpp>

#include "front/agreements/rules.hpp"
#include "front/http.hpp"
#include "front/subscribers/routes.hpp"

namespace palmkey::front::agreements {

using nlohmann::json;
using platform::HttpRequest;
using platform::HttpResponse;

void add_routes(platform::Router& router, const Context& context) {
  add_route(router, "GET", "/api/v1/services/:service/agreements", [&context](const HttpRequest& request) {
    json list = json::array();
    const auto& service = context.catalogue.get(request.path_parameter("service"));
    for (const auto& agreement : service.in(language_of(request)).agreements)
      list.push_back({{"id", agreement.id},
                      {"title", agreement.title},
                      {"version", agreement.version},
                      {"updated", agreement.updated},
                      {"effective", agreement.effective},
                      {"text", agreement.text},
                      {"digest", agreement.digest},
                      {"translated", agreement.translated}});
    return HttpResponse::json({{"agreements", list}});
  });
  add_route(router, "POST", "/api/v1/agreement-acceptances", [&context](const HttpRequest& request) {
    const auto subscriber = subscribers::authenticated(context, request);
    const auto body = request.json();
    const auto& service = context.catalogue.get(text_member(body, "service"));
    const auto acceptance = accept(context, subscriber.id, service, text_member(body, "agreement"),
                                   text_member(body, "version"), text_member(body, "digest"));
    return HttpResponse::json({{"agreement", acceptance.agreement_id},
                               {"version", acceptance.version},
                               {"digest", acceptance.digest},
                               {"accepted_at", acceptance.accepted_at}},
                              201);
  });
}

}  // namespace palmkey::front::agreements
