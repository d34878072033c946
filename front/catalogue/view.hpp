// What the JSON of a service has in common, whoever it is for: members named and meant as the keys of a
// catalogue's file.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "front/catalogue/catalogue.hpp"

namespace palmkey::front::catalogue {

// Texts, fee, terms and conditions, without lists of tables.
nlohmann::json members_of(const Service& service);

nlohmann::json attachments_json(const Service& service);

// Without the office days.
nlohmann::json acceptance_point_json(const AcceptancePoint& point);

}  // namespace palmkey::front::catalogue
