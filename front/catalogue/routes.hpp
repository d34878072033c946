// GET /api/v1/services, /api/v1/services/:service
#pragma once

#include "front/catalogue/catalogue.hpp"
#include "platform/router.hpp"

namespace palmkey::front::catalogue {

// `catalogue` outlives the router's use.
void add_routes(platform::Router& router, const Catalogue& catalogue);

}  // namespace palmkey::front::catalogue
