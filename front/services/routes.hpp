// /api/v1/admin/services
#pragma once

#include "front/context.hpp"
#include "front/services/updates.hpp"
#include "platform/router.hpp"

namespace palmkey::front::services {

// Administrators are shown what is current now: `updates`, which outlives the router's use, is brought up to
// date before.
void add_routes(platform::Router& router, const Context& context, Updates& updates);

// The sentences of this business's codes. Once, before the server starts.
void register_messages();

}  // namespace palmkey::front::services
