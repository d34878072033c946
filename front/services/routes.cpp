#include "front/services/routes.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "front/catalogue/routes.hpp"
#include "front/desk/authorization.hpp"
#include "front/http.hpp"
#include "front/services/rules.hpp"
#include "front/services/store.hpp"
#include "platform/messages.hpp"

namespace palmkey::front::services {

namespace {

using nlohmann::json;
using platform::HttpRequest;
using platform::HttpResponse;
using platform::Transaction;

constexpr std::size_t largest_draft = std::size_t{1} * 1024 * 1024;

std::string service_of(const HttpRequest& request) {
  return request.path_parameter("service");
}

json problems_json(const std::vector<Problem>& problems) {
  json list = json::array();
  for (const auto& problem : problems) list.push_back({{"field", problem.field}, {"detail", problem.detail}});
  return list;
}

HttpResponse show_services(const Context& context, Updates& updates, const HttpRequest& request) {
  desk::authorized(context, request, desk::administrators);
  updates.refresh();
  const auto [drafts, versions] = context.database.read([](Transaction& transaction) {
    return std::pair{store::drafts(transaction), store::versions(transaction, "")};
  });
  json items = json::array();
  for (const auto* service : context.catalogue.services()) {
    const auto draft = std::ranges::find(drafts, service->id, &Draft::service_id);
    const auto published = std::ranges::find_if(versions, [&](const PublishedVersion& version) {
      return version.service_id == service->id && version.version == service->version;
    });
    items.push_back({{"id", service->id},
                     {"name", service->name},
                     {"version", service->version},
                     {"fee_per_year", service->fee_per_year},
                     {"has_draft", draft != drafts.end()},
                     {"draft_updated_at", draft == drafts.end() ? json() : json(draft->updated_at)},
                     {"published_at", published == versions.end() ? json() : json(published->published_at)}});
  }
  // Drafts of services that are none yet.
  for (const auto& draft : drafts)
    if (!context.catalogue.find(draft.service_id))
      items.push_back({{"id", draft.service_id},
                       {"name", ""},
                       {"version", json()},
                       {"fee_per_year", json()},
                       {"has_draft", true},
                       {"draft_updated_at", draft.updated_at},
                       {"published_at", json()}});
  return HttpResponse::json({{"items", items}});
}

HttpResponse show_service(const Context& context, Updates& updates, const HttpRequest& request) {
  desk::authorized(context, request, desk::administrators);
  updates.refresh();
  const std::string id = service_of(request);
  const auto [draft, versions] = context.database.transaction([&](Transaction& transaction) {
    return std::pair{store::draft(transaction, id), store::versions(transaction, id)};
  });
  const auto* present = context.catalogue.find(id);
  if (!present && !draft && versions.empty()) throw platform::Failure("service_unknown", 404, "service");
  json list = json::array();
  for (const auto& version : versions)
    list.push_back({{"version", version.version},
                    {"published_at", version.published_at},
                    {"effective_at", version.effective_at},
                    {"published_by", version.published_by}});
  return HttpResponse::json({{"id", id},
                             {"draft", draft ? json::parse(draft->content) : json()},
                             {"draft_updated_at", draft ? json(draft->updated_at) : json()},
                             {"draft_by", draft ? json(draft->updated_by) : json()},
                             {"published", present ? content_of(*present) : json()},
                             {"version", present ? json(present->version) : json()},
                             {"versions", list}});
}

HttpResponse put_draft(const Context& context, const HttpRequest& request) {
  const auto administrator = desk::authorized(context, request, desk::administrators);
  return HttpResponse::json({{"problems", problems_json(save_draft(context, service_of(request),
                                                                   request.json(), administrator.id))}});
}

HttpResponse delete_draft(const Context& context, const HttpRequest& request) {
  desk::authorized(context, request, desk::administrators);
  context.database.transaction(
      [&](Transaction& transaction) { store::remove_draft(transaction, service_of(request)); });
  return HttpResponse::no_content();
}

HttpResponse show_preview(const Context& context, const HttpRequest& request) {
  desk::authorized(context, request, desk::administrators);
  const auto shown = preview(context, service_of(request));
  json fees = json::array();
  if (shown.service)
    for (const int months : shown.service->terms)
      fees.push_back(
          {{"months", months}, {"fee", shown.service->fee(orders::Business::new_certificate, months)}});
  return HttpResponse::json(
      {{"problems", problems_json(shown.problems)},
       {"changed", shown.changed},
       {"fees", fees},
       {"service", shown.service ? catalogue::service_json(*shown.service, language_of(request)) : json()}});
}

}  // namespace

void add_routes(platform::Router& router, const Context& context, Updates& updates) {
  const std::string one = "/api/v1/admin/services/:service";
  add_route(router, "GET", "/api/v1/admin/services", [&context, &updates](const HttpRequest& request) {
    return show_services(context, updates, request);
  });
  add_route(router, "GET", one, [&context, &updates](const HttpRequest& request) {
    return show_service(context, updates, request);
  });
  add_route(router, "PUT", one + "/draft",
            [&context](const HttpRequest& request) { return put_draft(context, request); },
            {.max_body = largest_draft});
  add_route(router, "DELETE", one + "/draft",
            [&context](const HttpRequest& request) { return delete_draft(context, request); });
  add_route(router, "POST", one + "/preview",
            [&context](const HttpRequest& request) { return show_preview(context, request); });
  add_route(router, "POST", one + "/publish", [&context](const HttpRequest& request) {
    const auto administrator = desk::authorized(context, request, desk::administrators);
    const auto version = publish(context, service_of(request), administrator.id);
    return HttpResponse::json({{"version", version.version}, {"effective_at", version.effective_at}});
  });
}

void register_messages() {
  static constexpr platform::Message messages[] = {
      {"draft_missing", "此服务没有草稿。", "There is no draft of this service."},
      {"draft_invalid", "草稿还有问题,不能发布。", "The draft has problems and cannot be published."},
  };
  platform::register_messages(messages);
}

}  // namespace palmkey::front::services
