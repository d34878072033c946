#include "front/captcha/routes.hpp"

#include <nlohmann/json.hpp>

#include "core/encoding.hpp"
#include "front/captcha/captcha.hpp"
#include "front/http.hpp"

namespace palmkey::front::captcha {

void add_routes(platform::Router& router, const Context& context) {
  add_route(router, "POST", "/api/v1/captchas", [&context](const platform::HttpRequest& request) {
    context.limits.use(captcha_limit, request.client_address);
    const Captcha captcha = create(context);
    return platform::HttpResponse::json(
        {{"id", captcha.id}, {"png", core::to_base64(captcha.png)}, {"expires_in", lifetime}}, 201);
  });
}

}  // namespace palmkey::front::captcha
