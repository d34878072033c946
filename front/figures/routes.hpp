// GET /api/v1/admin/figures
#pragma once

#include "front/context.hpp"
#include "platform/router.hpp"

namespace palmkey::front::figures {

void add_routes(platform::Router& router, const Context& context);

}  // namespace palmkey::front::figures
