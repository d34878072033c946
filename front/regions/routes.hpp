// GET /api/v1/regions, /api/v1/regions/:province
#pragma once

#include "platform/router.hpp"

namespace palmkey::front::regions {

void add_routes(platform::Router& router);

}  // namespace palmkey::front::regions
