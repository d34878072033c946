// /api/v1/admin/notices and /api/v1/admin/dead-letters
#pragma once

#include "front/context.hpp"
#include "platform/router.hpp"

namespace palmkey::front::notices {

void add_admin_routes(platform::Router& router, const Context& context);

}  // namespace palmkey::front::notices
