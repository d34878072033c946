// /api/v1/admin/operators, /api/v1/admin/relying-parties and /api/v1/admin/audit
#pragma once

#include "front/context.hpp"
#include "front/sign_in/directory.hpp"
#include "platform/router.hpp"

namespace palmkey::front::administration {

void add_routes(platform::Router& router, const Context& context, sign_in::Directory& directory);

}  // namespace palmkey::front::administration
