#include "front/preregistration/admin_routes.hpp"

#include <nlohmann/json.hpp>

#include "front/desk/authorization.hpp"
#include "front/http.hpp"
#include "front/identity/contact.hpp"
#include "front/preregistration/rules.hpp"
#include "front/preregistration/store.hpp"
#include "platform/messages.hpp"

namespace palmkey::front::preregistration {

namespace {

using nlohmann::json;
using platform::HttpRequest;
using platform::HttpResponse;
using platform::Transaction;

constexpr std::size_t largest_list = std::size_t{8} * 1024 * 1024;
constexpr std::size_t entries_on_a_page = 50;

HttpResponse import_list(const Context& context, const HttpRequest& request) {
  desk::authorized(context, request, desk::administrators);
  const auto& service = context.catalogue.get(request.path_parameter("service"));
  const auto mode = request.query("dry_run") == "true" ? ImportMode::try_out : ImportMode::keep;
  const auto report =
      import_csv(context.database, context.personal, context.clock.now(), service.id, request.text(), mode);
  const auto language = language_of(request);
  json errors = json::array();
  for (const auto& error : report.errors)
    errors.push_back({{"row", error.line},
                      {"field", error.column},
                      {"code", error.code},
                      {"detail", platform::message_for(error.code, {}, language)}});
  return HttpResponse::json({{"rows", report.rows},
                             {"added", report.added},
                             {"replaced", report.replaced},
                             {"dry_run", mode == ImportMode::try_out},
                             {"errors", errors}});
}

HttpResponse show_list(const Context& context, const HttpRequest& request) {
  desk::authorized(context, request, desk::administrators);
  const auto& service = context.catalogue.get(request.path_parameter("service"));
  store::Search search;
  search.before = place_of(request.query("before").value_or(""));
  search.limit = entries_on_a_page + 1;
  const std::string wanted = request.query("search").value_or("");
  if (!wanted.empty()) {
    search.phone_lookup = context.personal.lookup(identity::mobile_number(wanted).value_or(wanted), "phone");
    search.name_lookup = context.personal.lookup(identity::person_name(wanted).value_or(wanted), "name");
  }
  auto entries = context.database.read([&](Transaction& transaction) {
    return store::list(transaction, context.personal, service.id, search);
  });
  json next;
  if (entries.size() > entries_on_a_page) {
    entries.pop_back();
    next = cursor_of({entries.back().imported_at, entries.back().id});
  }
  json items = json::array();
  for (const auto& entry : entries)
    items.push_back({{"id", entry.id},
                     {"phone", entry.shown.masked_phone},
                     {"name", entry.shown.masked_name},
                     {"with_document", entry.with_document},
                     {"imported_at", entry.imported_at}});
  return HttpResponse::json({{"items", items}, {"next", next}});
}

HttpResponse remove_entry(const Context& context, const HttpRequest& request) {
  desk::authorized(context, request, desk::administrators);
  const auto& service = context.catalogue.get(request.path_parameter("service"));
  const bool found = context.database.transaction([&](Transaction& transaction) {
    return store::remove(transaction, service.id, request.path_parameter("entry"));
  });
  if (!found) throw platform::Failure("preregistration_unknown", 404);
  return HttpResponse::no_content();
}

}  // namespace

void add_admin_routes(platform::Router& router, const Context& context) {
  const std::string list = "/api/v1/admin/preregistration/:service";
  add_route(router, "POST", list,
            [&context](const HttpRequest& request) { return import_list(context, request); },
            {.max_body = largest_list});
  add_route(router, "GET", list,
            [&context](const HttpRequest& request) { return show_list(context, request); });
  add_route(router, "DELETE", list + "/:entry",
            [&context](const HttpRequest& request) { return remove_entry(context, request); });
}

}  // namespace palmkey::front::preregistration
