// POST /api/v1/captchas
#pragma once

#include "front/context.hpp"
#include "platform/router.hpp"

namespace palmkey::front::captcha {

void add_routes(platform::Router& router, const Context& context);

}  // namespace palmkey::front::captcha
