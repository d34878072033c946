// /api/v1/admin/operators, /api/v1/admin/relying-parties and /api/v1/admin/audit
#pragma once

#include "front/context.hpp"
#include "platform/router.hpp"

namespace palmkey::front::administration {

void add_routes(platform::Router& router, const Context& context);

}  // namespace palmkey::front::administration
