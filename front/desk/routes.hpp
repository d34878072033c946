// /api/v1/desk
#pragma once

#include "front/context.hpp"
#include "platform/router.hpp"

namespace palmkey::front::desk {

void add_routes(platform::Router& router, const Context& context);

}  // namespace palmkey::front::desk
