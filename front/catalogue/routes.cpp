#include "front/catalogue/routes.hpp"

#include <nlohmann/json.hpp>

#include "front/http.hpp"

namespace palmkey::front::catalogue {

using nlohmann::json;

json service_json(const Service& service) {
  json kinds = json::array();
  for (const auto kind : service.document_kinds)
    kinds.push_back(
        {{"code", identity::document_kind_code(kind)}, {"label", identity::document_kind_label(kind)}});
  json businesses = json::array();
  for (const auto business : service.businesses)
    businesses.push_back(
        {{"code", orders::business_code(business)}, {"label", orders::business_label(business)}});
  json attachments = json::array();
  for (const auto& attachment : service.attachments)
    attachments.push_back({{"kind", attachment.kind},
                           {"title", attachment.title},
                           {"hint", attachment.hint},
                           {"required", attachment.required}});
  json agreements = json::array();
  for (const auto& agreement : service.agreements)
    agreements.push_back({{"id", agreement.id},
                          {"title", agreement.title},
                          {"version", agreement.version},
                          {"digest", agreement.digest}});
  const auto& point = service.acceptance_point;
  return {{"id", service.id},
          {"name", service.name},
          {"notice", service.notice},
          {"fee_item", service.fee_item},
          {"fee_per_year", service.fee_per_year},
          {"businesses", businesses},
          {"terms", service.terms},
          {"document_kinds", kinds},
          {"attachments", attachments},
          {"agreements", agreements},
          {"paper_required", service.paper_required},
          {"preregistration_required", service.preregistration_required},
          {"self_application", service.self_application},
          {"acceptance_point",
           {{"name", point.name},
            {"address", point.address},
            {"office_hours", point.office_hours},
            {"hotline", point.hotline},
            {"directions", point.directions}}}};
}

void add_routes(platform::Router& router, const Catalogue& catalogue) {
  add_route(router, "GET", "/api/v1/services", [&catalogue](const platform::HttpRequest&) {
    json list = json::array();
    for (const auto* service : catalogue.services()) list.push_back(service_json(*service));
    return platform::HttpResponse::json({{"services", list}});
  });
  add_route(router, "GET", "/api/v1/services/:service", [&catalogue](const platform::HttpRequest& request) {
    return platform::HttpResponse::json(service_json(catalogue.get(request.path_parameter("service"))));
  });
}

}  // namespace palmkey::front::catalogue
