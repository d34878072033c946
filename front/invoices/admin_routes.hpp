// GET /api/v1/admin/invoices
#pragma once

#include "front/context.hpp"
#include "platform/router.hpp"

namespace palmkey::front::invoices {

void add_admin_routes(platform::Router& router, const Context& context);

}  // namespace palmkey::front::invoices
