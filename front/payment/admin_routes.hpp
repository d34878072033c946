// /api/v1/admin/payments
#pragma once

#include "front/context.hpp"
#include "front/payment/payments.hpp"
#include "platform/router.hpp"

namespace palmkey::front::payment {

void add_admin_routes(platform::Router& router, const Context& context, Payments& payments);

}  // namespace palmkey::front::payment
