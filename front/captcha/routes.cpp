#include "front/captcha/routes.hpp"

#include <nlohmann/json.hpp>

#include "core/encoding.hpp"
#include "front/captcha/captcha.hpp"
#include "front/http.hpp"
#include "platform/failure.hpp"

namespace palmkey::front::captcha {

namespace {

using nlohmann::json;
using platform::HttpRequest;
using platform::HttpResponse;

std::string kind_of(const HttpRequest& request) {
  std::string kind = request.body.empty() ? "" : text_member(request.json(), "kind");
  if (!kind.empty() && kind != "picture" && kind != "question")
    throw platform::Failure("captcha_kind_unknown", 422, "kind");
  return kind;
}

}  // namespace

void add_routes(platform::Router& router, const Context& context) {
  add_route(router, "POST", "/api/v1/captchas", [&context](const HttpRequest& request) {
    context.limits.use(captcha_limit, request.client_address);
    if (kind_of(request) == "question") {
      const auto language = language_of(request);
      const Question question = create_question(context, language);
      return HttpResponse::json({{"id", question.id}, {"question", question.text}, {"expires_in", lifetime}},
                                201);
    }
    const Picture picture = create_picture(context);
    return HttpResponse::json(
        {{"id", picture.id}, {"png", core::to_base64(picture.png)}, {"expires_in", lifetime}}, 201);
  });
}

}  // namespace palmkey::front::captcha
