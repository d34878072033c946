// /api/v1/admin/certificates and /api/v1/admin/revocations, for officers and administrators; only officers
// revoke.
#pragma once

#include "front/context.hpp"
#include "platform/router.hpp"

namespace palmkey::front::certificates {

void add_routes(platform::Router& router, const Context& context);

// The sentences of this business's codes. Once, before the server starts.
void register_messages();

}  // namespace palmkey::front::certificates
