// GET /api/v1/services/:service/agreements, POST /api/v1/agreement-acceptances
#pragma once

#include "front/context.hpp"
#include "platform/router.hpp"

namespace palmkey::front::agreements {

void add_routes(platform::Router& router, const Context& context);

}  // namespace palmkey::front::agreements
