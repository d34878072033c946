// /api/v1/phone-codes, /api/v1/sessions
#pragma once

#include "front/context.hpp"
#include "front/subscribers/types.hpp"
#include "platform/router.hpp"

namespace palmkey::front::subscribers {

void add_routes(platform::Router& router, const Context& context);

// The signed-in subscriber; Failure("not_signed_in", 401).
Subscriber authenticated(const Context& context, const platform::HttpRequest& request);

}  // namespace palmkey::front::subscribers
