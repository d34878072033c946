// GET /api/v1/services, /api/v1/services/:service
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "front/catalogue/catalogue.hpp"
#include "platform/router.hpp"

namespace palmkey::front::catalogue {

// A service as subscribers see it.
nlohmann::json service_json(const Service& service, platform::Language language);

// `catalogue` outlives the router's use.
void add_routes(platform::Router& router, const Catalogue& catalogue);

}  // namespace palmkey::front::catalogue
