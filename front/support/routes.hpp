// Where people find help: hotline, office hours, acceptance points, fees. All of it is the catalogue's.
#pragma once

#include "front/context.hpp"
#include "platform/router.hpp"

namespace palmkey::front::support {

// GET /api/v1/support
void add_routes(platform::Router& router, const Context& context);

}  // namespace palmkey::front::support
