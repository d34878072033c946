// /api/v1/orders
#pragma once

#include "front/context.hpp"
#include "platform/router.hpp"

namespace palmkey::front::orders {

void add_routes(platform::Router& router, const Context& context);

}  // namespace palmkey::front::orders
