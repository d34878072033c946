// /api/v1/desk/entrances and /api/v1/desk/signature-requests
#pragma once

#include "front/context.hpp"
#include "platform/router.hpp"

namespace palmkey::front::officer_phone {

void add_routes(platform::Router& router, const Context& context);

// The sentences of this business's codes. Once, before the server starts.
void register_messages();

}  // namespace palmkey::front::officer_phone
