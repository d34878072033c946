// /api/v1/admin/preregistration: administrators look after the lists of people whom services expect.
#pragma once

#include "front/context.hpp"
#include "platform/router.hpp"

namespace palmkey::front::preregistration {

void add_admin_routes(platform::Router& router, const Context& context);

}  // namespace palmkey::front::preregistration
