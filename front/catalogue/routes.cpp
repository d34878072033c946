#include "front/catalogue/routes.hpp"

#include <nlohmann/json.hpp>

#include "front/catalogue/view.hpp"
#include "front/http.hpp"

namespace palmkey::front::catalogue {

using nlohmann::json;

json service_json(const Service& service, platform::Language language) {
  const Service& shown = service.in(language);
  json content = members_of(shown);
  json kinds = json::array();
  for (const auto kind : shown.document_kinds)
    kinds.push_back({{"code", identity::document_kind_code(kind)},
                     {"label", identity::document_kind_label(kind, language)}});
  json businesses = json::array();
  for (const auto business : shown.businesses)
    businesses.push_back({{"code", orders::business_code(business)},
                          {"label", orders::business_label(business, language)},
                          {"fee_per_year", shown.fee(business, 12)},
                          {"has_term", orders::has_term(business)},
                          {"follows_certificate", orders::follows_certificate(business)},
                          {"paper_required", shown.wants_paper(business)}});
  json agreements = json::array();
  for (const auto& agreement : shown.agreements)
    agreements.push_back({{"id", agreement.id},
                          {"title", agreement.title},
                          {"version", agreement.version},
                          {"digest", agreement.digest}});
  content["businesses"] = businesses;
  content["document_kinds"] = kinds;
  content["attachments"] = attachments_json(shown);
  content["agreements"] = agreements;
  content["acceptance_point"] = acceptance_point_json(shown.acceptance_point);
  return content;
}

void add_routes(platform::Router& router, const Catalogue& catalogue) {
  add_route(router, "GET", "/api/v1/services", [&catalogue](const platform::HttpRequest& request) {
    json list = json::array();
    for (const auto* service : catalogue.services())
      list.push_back(service_json(*service, language_of(request)));
    return platform::HttpResponse::json({{"services", list}});
  });
  add_route(router, "GET", "/api/v1/services/:service", [&catalogue](const platform::HttpRequest& request) {
    return platform::HttpResponse::json(
        service_json(catalogue.get(request.path_parameter("service")), language_of(request)));
  });
}

}  // namespace palmkey::front::catalogue
