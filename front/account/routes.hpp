// /api/v1/account
#pragma once

#include "front/context.hpp"
#include "platform/router.hpp"

namespace palmkey::front::account {

void add_routes(platform::Router& router, const Context& context);

}  // namespace palmkey::front::account
