// /api/v1/orders/:number/payment and WeChat Pay's callback.
#pragma once

#include "front/context.hpp"
#include "front/payment/payments.hpp"
#include "platform/router.hpp"

namespace palmkey::front::payment {

// The references outlive the router's use.
void add_routes(platform::Router& router, const Context& context, Payments& payments);

// The sentences of this business's codes. Once, before the server starts.
void register_messages();

}  // namespace palmkey::front::payment
