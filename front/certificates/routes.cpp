#include "front/certificates/routes.hpp"

#include <nlohmann/json.hpp>

#include "front/certificates/rules.hpp"
#include "front/desk/authorization.hpp"
#include "front/http.hpp"
#include "platform/messages.hpp"

namespace palmkey::front::certificates {

namespace {

using nlohmann::json;
using platform::HttpRequest;
using platform::HttpResponse;

std::string_view status_code(CertificateStatus status) {
  switch (status) {
    case CertificateStatus::good:
      return "good";
    case CertificateStatus::revoked:
      return "revoked";
    case CertificateStatus::on_hold:
      return "on_hold";
    case CertificateStatus::expired:
      return "expired";
    case CertificateStatus::key_blocked:
      return "key_blocked";
    case CertificateStatus::unknown:
      return "unknown";
  }
  return "unknown";
}

constexpr Limit revocation_limit{"own_revocation", 20, 600};

json text_or_null(const std::string& text) {
  return text.empty() ? json() : json(text);
}

json revocation_json(const Revocation& revocation) {
  return {{"serial", revocation.serial},
          {"order", revocation.order_number},
          {"reason", revocation.reason},
          {"state", state_code(revocation.state)},
          {"acceptance", text_or_null(revocation.acceptance_operator)},
          {"review", text_or_null(revocation.review_operator)},
          {"begun_at", revocation.begun_at},
          {"ended_at", revocation.ended_at == 0 ? json() : json(revocation.ended_at)},
          {"refusal", text_or_null(revocation.refusal)}};
}

HttpResponse show_certificates(const Context& context, const HttpRequest& request) {
  desk::authorized(context, request, desk::anybody);
  const auto page = list(context, request.query("search").value_or(""), request.query("before").value_or(""));
  json items = json::array();
  for (const auto& found : page.certificates)
    items.push_back({{"serial", found.pair.serial},
                     {"encryption_serial", found.pair.encryption_serial},
                     {"order", found.pair.order_number},
                     {"holder", found.holder},
                     {"status", status_code(found.status)},
                     {"held", found.held},
                     {"not_before", found.not_before},
                     {"not_after", found.not_after},
                     {"issued_at", found.pair.issued_at}});
  return HttpResponse::json({{"items", items}, {"next", text_or_null(page.next)}});
}

HttpResponse show_revocations(const Context& context, const HttpRequest& request) {
  desk::authorized(context, request, desk::anybody);
  json items = json::array();
  for (const auto& revocation : revocations(context)) items.push_back(revocation_json(revocation));
  return HttpResponse::json({{"items", items}});
}

// Anybody may see how often encryption keys were recovered.
void add_public_routes(platform::Router& router, const Context& context) {
  add_route(router, "GET", "/api/v1/recoveries", [&context](const HttpRequest&) {
    json items = json::array();
    for (const auto& count : context.vault.count_recoveries())
      items.push_back({{"month", count.month},
                       {"kind", count.kind},
                       {"recoveries", count.recoveries},
                       {"keys", count.keys}});
    return HttpResponse::json({{"items", items}});
  });
}

}  // namespace

void add_routes(platform::Router& router, const Context& context) {
  add_public_routes(router, context);
  add_route(router, "GET", "/api/v1/admin/certificates",
            [&context](const HttpRequest& request) { return show_certificates(context, request); });
  add_route(router, "GET", "/api/v1/admin/revocations",
            [&context](const HttpRequest& request) { return show_revocations(context, request); });
  add_route(router, "POST", "/api/v1/admin/certificates/:serial/revocation",
            [&context](const HttpRequest& request) {
              const auto officer = desk::authorized(context, request, desk::officers);
              return HttpResponse::json(revocation_json(request_revocation(
                  context, officer, request.path_parameter("serial"), desk::signed_intent_of(request))));
            });
  // The signature says who asks: it takes the phone and the PIN, and no session.
  add_route(router, "POST", "/api/v1/certificates/:serial/revocation",
            [&context](const HttpRequest& request) {
              context.limits.use(revocation_limit, request.client_address);
              const auto when =
                  revoke_own(context, request.path_parameter("serial"), desk::signed_intent_of(request));
              return HttpResponse::json({{"revoked_at", when}});
            });
  add_route(router, "POST", "/api/v1/admin/certificates/:serial/hold",
            [&context](const HttpRequest& request) {
              const auto officer = desk::authorized(context, request, desk::officers);
              const auto since =
                  hold(context, officer, request.path_parameter("serial"), desk::signed_intent_of(request));
              return HttpResponse::json({{"stopped_at", since ? json(*since) : json()}});
            });
}

void register_messages() {
  static constexpr platform::Message messages[] = {
      {"already_revoked", "证书已经吊销。", "The certificates are revoked already."},
      {"revocation_waiting", "同一岗位的另一名操作员已签署,等待另一岗位签署。",
       "Another officer of this step has signed: the other step is awaited."},
      {"revocation_reason_differs", "吊销原因须与已签署的一致（{reason}）。",
       "The reason must be the one that was signed first ({reason})."},
  };
  platform::register_messages(messages);
}

}  // namespace palmkey::front::certificates
