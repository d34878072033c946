#include "front/administration/routes.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

#include "core/encoding.hpp"
#include "front/administration/rules.hpp"
#include "front/desk/authorization.hpp"
#include "front/http.hpp"

namespace palmkey::front::administration {

namespace {

using nlohmann::json;
using platform::HttpRequest;
using platform::HttpResponse;

constexpr std::uint32_t entries_on_a_page = 50;

json change_json(const Change& change) {
  json fields = json::object();
  for (const auto& [name, value] : change.fields()) fields[name] = value;
  return {{"id", change.id},
          {"type", change.type()},
          {"fields", fields},
          {"state", change.state == ChangeState::done ? "done" : "waiting"},
          {"begun_by", change.begun_by},
          {"begun_at", change.begun_at},
          {"activation_expires_at",
           change.activation_expires_at == 0 ? json() : json(change.activation_expires_at)}};
}

json changes_json(const Context& context, Subject subject) {
  json list = json::array();
  for (const auto& change : waiting(context, subject)) list.push_back(change_json(change));
  return list;
}

HttpResponse show_operators(const Context& context, const HttpRequest& request) {
  desk::authorized(context, request, desk::administrators);
  const auto known = context.vault.operators();
  json items = json::array();
  for (const auto& one : known.operators)
    items.push_back({{"id", one.operator_id},
                     {"name", one.name},
                     {"role", desk::role_code(one.role)},
                     {"active", one.active}});
  return HttpResponse::json({{"items", items},
                             {"administrators_needed", known.administrators_needed},
                             {"changes", changes_json(context, Subject::operators)}});
}

HttpResponse show_relying_parties(const Context& context, const HttpRequest& request) {
  desk::authorized(context, request, desk::administrators);
  json items = json::array();
  for (const auto& site : context.vault.relying_parties())
    items.push_back({{"client_id", site.client_id},
                     {"name", site.name},
                     {"origin", site.origin},
                     {"redirect_uris", site.redirect_uris},
                     {"public", site.secret_digest.empty()},
                     {"certificates_per_account", site.certificates_per_account},
                     {"id_token_algorithm", site.id_token_algorithm}});
  return HttpResponse::json({{"items", items},
                             {"administrators_needed", context.vault.operators().administrators_needed},
                             {"changes", changes_json(context, Subject::relying_parties)}});
}

HttpResponse change_operators(const Context& context, const HttpRequest& request) {
  const auto administrator = desk::authorized(context, request, desk::administrators);
  return HttpResponse::json(change_json(
      request_change(context, administrator, Subject::operators, desk::signed_intent_of(request))));
}

HttpResponse change_relying_parties(const Context& context, sign_in::Directory& directory,
                                    const HttpRequest& request) {
  const auto administrator = desk::authorized(context, request, desk::administrators);
  const auto change =
      request_change(context, administrator, Subject::relying_parties, desk::signed_intent_of(request));
  if (change.state == ChangeState::done) directory.forget();
  return HttpResponse::json(change_json(change));
}

std::int64_t entry_before(const HttpRequest& request) {
  const std::string text = request.query("before").value_or("0");
  std::int64_t number = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc() || read.ptr != end || number < 0)
    throw platform::Failure("malformed", 400, "before");
  return number;
}

HttpResponse show_audit(const Context& context, const HttpRequest& request) {
  desk::authorized(context, request, desk::administrators);
  auto entries = context.vault.audit(entry_before(request), entries_on_a_page + 1);
  json next;
  if (entries.size() > entries_on_a_page) {
    entries.pop_back();
    next = std::to_string(entries.back().number);
  }
  json items = json::array();
  for (const auto& entry : entries)
    items.push_back({{"number", entry.number},
                     {"time", entry.time},
                     {"kind", entry.kind},
                     {"details", json::parse(entry.details)}});
  return HttpResponse::json({{"items", items}, {"next", next}});
}

HttpResponse verify_audit(const Context& context, const HttpRequest& request) {
  desk::authorized(context, request, desk::administrators);
  const auto verdict = context.vault.verify_audit();
  return HttpResponse::json({{"count", verdict.count},
                             {"good", verdict.first_bad == 0},
                             {"first_bad", verdict.first_bad == 0 ? json() : json(verdict.first_bad)},
                             {"head", core::to_hex(verdict.head)}});
}

}  // namespace

void add_routes(platform::Router& router, const Context& context, sign_in::Directory& directory) {
  add_route(router, "GET", "/api/v1/admin/operators",
            [&context](const HttpRequest& request) { return show_operators(context, request); });
  add_route(router, "POST", "/api/v1/admin/operators/changes",
            [&context](const HttpRequest& request) { return change_operators(context, request); });
  add_route(router, "GET", "/api/v1/admin/relying-parties",
            [&context](const HttpRequest& request) { return show_relying_parties(context, request); });
  add_route(router, "POST", "/api/v1/admin/relying-parties/changes",
            [&context, &directory](const HttpRequest& request) {
              return change_relying_parties(context, directory, request);
            });
  add_route(router, "GET", "/api/v1/admin/audit",
            [&context](const HttpRequest& request) { return show_audit(context, request); });
  add_route(router, "POST", "/api/v1/admin/audit/verify",
            [&context](const HttpRequest& request) { return verify_audit(context, request); });
}

}  // namespace palmkey::front::administration
