// Applications from requests' JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "front/orders/application.hpp"

namespace palmkey::front::orders {

// {"business", "months", "applicant": {…}, "handler": {…}} with the names of ApplicationInput. Missing
// members are empty; members of another type are InvalidInput "malformed".
ApplicationInput application_input(const nlohmann::json& body);

}  // namespace palmkey::front::orders
