#include "front/drills/routes.hpp"

#include <nlohmann/json.hpp>

#include "core/encoding.hpp"
#include "core/sm3.hpp"
#include "front/drills/rules.hpp"
#include "front/field_error.hpp"
#include "front/http.hpp"
#include "front/sign_in/oauth_edge.hpp"
#include "platform/messages.hpp"

namespace palmkey::front::drills {

namespace {

using nlohmann::json;
using platform::HttpRequest;
using platform::HttpResponse;

constexpr Limit offer_limit{"drill_offer", 120, 600};
constexpr Limit claim_limit{"drill_claim", 60, 600};
constexpr Limit answer_limit{"drill_answer", 60, 600};

json state_json(const Drill& drill, std::int64_t now) {
  json certificates = json::array();
  for (const Message& message : drill.messages)
    certificates.push_back({{"serial", message.serial},
                            {"not_after", message.not_after},
                            {"opens", message.opens ? json(*message.opens) : json(nullptr)}});
  return {{"state", state_code(drill, now)},
          {"expires_at", drill.expires_at},
          {"certificates", std::move(certificates)}};
}

HttpResponse take_claim(const Context& context, sign_in::Directory& directory, const HttpRequest& request) {
  context.limits.use(claim_limit, request.client_address);
  const json body = request.json();
  const std::string id = text_member(body, "i"), link_token = text_member(body, "t");
  // The directory may ask the vault; a claim must not be lost if that fails.
  const auto site = directory.get(offered(context, id, link_token).client_id);
  const Claim claimed = claim(context, id, link_token);
  json messages = json::array();
  for (const Message& message : claimed.drill.messages)
    messages.push_back({{"serial", message.serial},
                        {"not_after", message.not_after},
                        {"message", core::to_base64(message.ciphertext)}});
  return HttpResponse::json({{"session", claimed.drill.id},
                             {"token", claimed.token},
                             {"site_name", site.name},
                             {"origin", site.origin},
                             {"account", claimed.drill.account},
                             {"messages", std::move(messages)},
                             {"expires_at", claimed.drill.expires_at}});
}

[[noreturn]] void malformed(const std::string& field) {
  throw InvalidInput(std::vector<FieldError>{{field, "malformed"}});
}

// [{serial, digest or null}]
std::vector<Answer> answers_of(const json& body) {
  const auto list = body.find("answers");
  if (!body.is_object() || list == body.end() || !list->is_array()) malformed("answers");
  std::vector<Answer> answers;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const std::string path = "answers." + std::to_string(i) + ".";
    const json& each = (*list)[i];
    if (!each.is_object() || !each.contains("digest")) malformed(path + "digest");
    Answer answer{text_member(each, "serial", path), {}};
    if (!each.at("digest").is_null()) {
      auto digest = core::from_hex(text_member(each, "digest", path));
      if (!digest || digest->size() != std::tuple_size_v<core::Digest>) malformed(path + "digest");
      answer.digest = *std::move(digest);
    }
    answers.push_back(std::move(answer));
  }
  return answers;
}

void add_site_routes(platform::Router& router, const Context& context, sign_in::TokenEndpoint& sites) {
  add_route(router, "POST", "/api/v1/relying-party/drills", [&context, &sites](const HttpRequest& request) {
    return sign_in::for_relying_party(sites, request, [&](const sign_in::RelyingParty& site) {
      context.limits.use(offer_limit, site.client_id);
      const json body = request.json();
      return HttpResponse::json(
          offer_json(offer(context, site, {text_member(body, "account"), text_member(body, "sub")})), 201);
    });
  });
  add_route(router, "GET", "/api/v1/relying-party/drills/:drill",
            [&context, &sites](const HttpRequest& request) {
              return sign_in::for_relying_party(sites, request, [&](const sign_in::RelyingParty& site) {
                return HttpResponse::json(state_json(
                    find(context, site.client_id, request.path_parameter("drill")), context.clock.now()));
              });
            });
}

void add_phone_routes(platform::Router& router, const Context& context, sign_in::Directory& directory) {
  add_route(router, "POST", "/api/v1/drills/claims", [&context, &directory](const HttpRequest& request) {
    return take_claim(context, directory, request);
  });
  add_route(router, "POST", "/api/v1/drills/:session/answer", [&context](const HttpRequest& request) {
    context.limits.use(answer_limit, request.client_address);
    const json body = request.json();
    const Drill ended =
        answer(context, request.path_parameter("session"), text_member(body, "token"), answers_of(body));
    return HttpResponse::json(state_json(ended, context.clock.now()));
  });
  add_route(router, "POST", "/api/v1/drills/:session/rejection", [&context](const HttpRequest& request) {
    reject(context, request.path_parameter("session"), text_member(request.json(), "token"));
    return HttpResponse::no_content();
  });
}

}  // namespace

void add_routes(platform::Router& router, const Context& context, sign_in::Directory& directory,
                sign_in::TokenEndpoint& token_endpoint) {
  add_site_routes(router, context, token_endpoint);
  add_phone_routes(router, context, directory);
}

void register_messages() {
  static constexpr platform::Message messages[] = {
      {"drill_unknown", "没有这次解密自检,请回到网站重新发起。",
       "There is no such decryption check: start again at the site."},
      {"drill_expired", "解密自检的时间已过,请回到网站重新发起。",
       "The time for the decryption check is over: start again at the site."},
      {"drill_ended", "这次解密自检已经结束。", "This decryption check has ended."},
      {"drill_answers_differ", "答复的证书与这次自检的不一致。",
       "The answers are not for the certificates of this check."},
  };
  platform::register_messages(messages);
}

}  // namespace palmkey::front::drills
