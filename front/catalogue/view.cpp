#include "front/catalogue/view.hpp"

#include <nlohmann/json.hpp>

namespace palmkey::front::catalogue {

using nlohmann::json;

namespace {

json codes_of(const std::vector<orders::Business>& businesses) {
  json codes = json::array();
  for (const auto business : businesses) codes.push_back(orders::business_code(business));
  return codes;
}

}  // namespace

json members_of(const Service& service) {
  json members{{"id", service.id},
               {"name", service.name},
               {"notice", service.notice},
               {"fee_item", service.fee_item},
               {"fee_per_year", service.fee_per_year},
               {"renewal_fee_per_year", service.renewal_fee_per_year},
               {"terms", service.terms},
               {"paper_required", service.paper_required},
               {"preregistration_required", service.preregistration_required},
               {"self_application", service.self_application},
               {"self_service_unlocking", service.self_service_unlocking}};
  if (!service.paperless_businesses.empty())
    members["paperless_businesses"] = codes_of(service.paperless_businesses);
  return members;
}

json attachments_json(const Service& service) {
  json list = json::array();
  for (const auto& attachment : service.attachments) {
    json item{{"kind", attachment.kind},
              {"title", attachment.title},
              {"hint", attachment.hint},
              {"required", attachment.required}};
    if (!attachment.businesses.empty()) item["businesses"] = codes_of(attachment.businesses);
    list.push_back(std::move(item));
  }
  return list;
}

json acceptance_point_json(const AcceptancePoint& point) {
  return {{"name", point.name},
          {"address", point.address},
          {"office_hours", point.office_hours},
          {"hotline", point.hotline},
          {"directions", point.directions}};
}

}  // namespace palmkey::front::catalogue
