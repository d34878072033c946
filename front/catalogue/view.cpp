#include "front/catalogue/view.hpp"

#include <nlohmann/json.hpp>

namespace palmkey::front::catalogue {

using nlohmann::json;

json members_of(const Service& service) {
  return {{"id", service.id},
          {"name", service.name},
          {"notice", service.notice},
          {"fee_item", service.fee_item},
          {"fee_per_year", service.fee_per_year},
          {"terms", service.terms},
          {"paper_required", service.paper_required},
          {"preregistration_required", service.preregistration_required},
          {"self_application", service.self_application}};
}

json attachments_json(const Service& service) {
  json list = json::array();
  for (const auto& attachment : service.attachments)
    list.push_back({{"kind", attachment.kind},
                    {"title", attachment.title},
                    {"hint", attachment.hint},
                    {"required", attachment.required}});
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
