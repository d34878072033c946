// GET /api/v1/services/:service/admission
#pragma once

#include "front/context.hpp"
#include "platform/router.hpp"

namespace palmkey::front::preregistration {

// For signed-in numbers only, so that nobody can try out who is on the list.
void add_routes(platform::Router& router, const Context& context);

}  // namespace palmkey::front::preregistration
