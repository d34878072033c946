#include "front/officer_phone/routes.hpp"

#include <nlohmann/json.hpp>

#include "core/encoding.hpp"
#include "front/desk/authorization.hpp"
#include "front/desk/view.hpp"
#include "front/http.hpp"
#include "front/officer_phone/entrances.hpp"
#include "front/officer_phone/signature_requests.hpp"
#include "platform/messages.hpp"

namespace palmkey::front::officer_phone {

namespace {

using nlohmann::json;
using platform::HttpRequest;
using platform::HttpResponse;

// Each console that stands open begins anew every three minutes, and many may share an address.
constexpr Limit entrance_limit{"entrance", 600, 600};

constexpr std::string_view entrances = "/api/v1/desk/entrances";
constexpr std::string_view one_entrance = "/api/v1/desk/entrances/:entrance";
constexpr std::string_view requests = "/api/v1/desk/signature-requests";

std::string below(std::string_view path, std::string_view rest) {
  return std::string(path) + std::string(rest);
}

std::string entrance_of(const HttpRequest& request) {
  return request.path_parameter("entrance");
}

json to_json(const View& view) {
  json value{{"status", view.status}, {"code", view.code}, {"seconds_left", view.seconds_left}};
  if (!view.link.empty()) value["link"] = view.link;
  if (view.session) value["session"] = desk::session_json(*view.session);
  return value;
}

std::string_view state_of(const SignatureRequest& request, std::int64_t now) {
  switch (request.state) {
    case RequestState::answered:
      return "signed";
    case RequestState::refused:
      return "refused";
    case RequestState::waiting:
      break;
  }
  return request.expires_at > now ? "waiting" : "expired";
}

// As the console sees it: its own intent it knows, the answer it needs.
json to_json(const SignatureRequest& request, std::int64_t now) {
  json value{{"id", request.id}, {"state", state_of(request, now)}, {"expires_at", request.expires_at}};
  if (request.answer) {
    value["intent"] = request.answer->intent;
    value["signature"] = core::to_base64(request.answer->signature_der);
  }
  return value;
}

json to_json(const Waiting& waiting) {
  json list = json::array();
  for (const auto& request : waiting.requests)
    list.push_back({{"id", request.id}, {"intent", request.intent}, {"expires_at", request.expires_at}});
  json value = desk::officer_json(waiting.officer);
  value["expires_at"] = waiting.session_expires_at;
  value["requests"] = list;
  return value;
}

void add_entrance_routes(platform::Router& router, const Context& context) {
  add_route(router, "POST", std::string(entrances), [&context](const HttpRequest& request) {
    context.limits.use(entrance_limit, request.client_address);
    const Begun begun = begin(context, request.client_address);
    return HttpResponse::json({{"entrance", begun.entrance},
                               {"token", begun.token},
                               {"code", begun.code},
                               {"expires_at", begun.expires_at}},
                              201);
  });
  add_route(router, "GET", std::string(one_entrance), [&context](const HttpRequest& request) {
    return HttpResponse::json(to_json(look(context, entrance_of(request), bearer_token(request))));
  });
  add_route(router, "DELETE", std::string(one_entrance), [&context](const HttpRequest& request) {
    end(context, entrance_of(request), bearer_token(request));
    return HttpResponse::no_content();
  });
  add_route(router, "POST", below(entrances, "/claims"), [&context](const HttpRequest& request) {
    context.limits.use(entrance_limit, request.client_address);
    const Claim claimed = claim(context, read_link(request.json()));
    return HttpResponse::json({{"entrance", claimed.entrance},
                               {"token", claimed.token},
                               {"origin", claimed.origin},
                               {"place", claimed.place},
                               {"code", claimed.code},
                               {"expires_at", claimed.expires_at}});
  });
  add_route(router, "POST", below(one_entrance, "/confirmation"), [&context](const HttpRequest& request) {
    const Confirmed confirmed =
        confirm(context, entrance_of(request), bearer_token(request), desk::signed_intent_of(request));
    json value = desk::officer_json(confirmed.officer);
    value["expires_at"] = confirmed.expires_at;
    return HttpResponse::json(value);
  });
}

void add_phone_routes(platform::Router& router, const Context& context) {
  const auto request_id = [](const HttpRequest& request) { return request.path_parameter("request"); };
  add_route(
      router, "GET", below(one_entrance, "/signature-requests"), [&context](const HttpRequest& request) {
        return HttpResponse::json(to_json(waiting(context, entrance_of(request), bearer_token(request))));
      });
  add_route(router, "POST", below(one_entrance, "/signature-requests/:request/signature"),
            [&context, request_id](const HttpRequest& request) {
              sign(context, entrance_of(request), bearer_token(request), request_id(request),
                   desk::signed_intent_of(request));
              return HttpResponse::no_content();
            });
  add_route(router, "POST", below(one_entrance, "/signature-requests/:request/refusal"),
            [&context, request_id](const HttpRequest& request) {
              refuse(context, entrance_of(request), bearer_token(request), request_id(request));
              return HttpResponse::no_content();
            });
}

void add_console_routes(platform::Router& router, const Context& context) {
  const auto officer_of = [&context](const HttpRequest& request) {
    return desk::authorized(context, request, desk::anybody);
  };
  add_route(router, "POST", std::string(requests), [&context, officer_of](const HttpRequest& request) {
    const auto asked_for = ask(context, officer_of(request), text_member(request.json(), "intent"));
    return HttpResponse::json(to_json(asked_for, context.clock.now()), 201);
  });
  add_route(router, "GET", std::string(requests), [&context, officer_of](const HttpRequest& request) {
    const Asked all = asked(context, officer_of(request));
    const std::int64_t now = context.clock.now();
    json list = json::array();
    for (const auto& one : all.requests) list.push_back(to_json(one, now));
    return HttpResponse::json(
        {{"requests", list},
         {"phone_seen_seconds_ago", all.phone_seen_at == 0 ? json() : json(now - all.phone_seen_at)}});
  });
  add_route(router, "DELETE", std::string(requests), [&context, officer_of](const HttpRequest& request) {
    withdraw(context, officer_of(request), {});
    return HttpResponse::no_content();
  });
  add_route(router, "DELETE", below(requests, "/:request"),
            [&context, officer_of](const HttpRequest& request) {
              withdraw(context, officer_of(request), request.path_parameter("request"));
              return HttpResponse::no_content();
            });
}

}  // namespace

void add_routes(platform::Router& router, const Context& context) {
  add_entrance_routes(router, context);
  add_phone_routes(router, context);
  add_console_routes(router, context);
}

void register_messages() {
  static constexpr platform::Message table[] = {
      {"console_session_ended", "管理控制台的登录已结束，请重新扫码登录。",
       "The console's session has ended: scan its code again."},
      {"phone_session_needed", "此控制台不是用手机登录的。", "This console was not signed in by a phone."},
      {"too_many_signature_requests", "手机上待签署的内容过多，请先在手机上签署。",
       "Too much waits on the phone: sign there first."},
      {"signature_request_unknown", "此签署请求已撤回。", "This was withdrawn at the console."},
      {"signature_request_ended", "此签署请求已经结束。", "This has been answered already."},
      {"signature_request_expired", "此签署请求已过期，请在控制台重新发起。",
       "This has expired: begin it again at the console."},
  };
  platform::register_messages(table);
}

}  // namespace palmkey::front::officer_phone
