// /api/v1/desk/handovers
#pragma once

#include "front/context.hpp"
#include "platform/router.hpp"

namespace palmkey::front::handovers {

void add_routes(platform::Router& router, const Context& context);
void register_messages();

}  // namespace palmkey::front::handovers
