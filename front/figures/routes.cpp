#include "front/figures/routes.hpp"

#include <nlohmann/json.hpp>

#include "front/desk/authorization.hpp"
#include "front/figures/figures.hpp"
#include "front/http.hpp"

namespace palmkey::front::figures {

namespace {

using nlohmann::json;
using platform::HttpRequest;
using platform::HttpResponse;

json counts_json(const Counts& counts) {
  return {{"applications", counts.applications},
          {"issued", counts.issued},
          {"rejected", counts.rejected},
          {"installed", counts.installed},
          {"sign_ins", counts.sign_ins},
          {"revenue", counts.revenue},
          {"refunds", counts.refunds}};
}

json figures_json(const Figures& figures, platform::Language language) {
  json states = json::array();
  for (const auto& [state, count] : figures.by_state)
    states.push_back(
        {{"state", orders::state_code(state)},
         {"label", orders::state_label(state, orders::Business::new_certificate, false, language)},
         {"count", count}});
  json hours = json::array();
  for (std::size_t i = 0; i < figures.hours.size(); ++i) {
    hours.push_back(counts_json(figures.hours.at(i)));
    hours.back()["hour"] = i;
  }
  json days = json::array();
  for (const auto& day : figures.days) {
    days.push_back(counts_json(day.counts));
    days.back()["day"] = identity::format_date(day.day);
  }
  return {{"day", identity::format_date(figures.day)},
          {"orders_by_state", states},
          {"hours", hours},
          {"total", counts_json(figures.total)},
          {"days", days}};
}

}  // namespace

void add_routes(platform::Router& router, const Context& context) {
  add_route(router, "GET", "/api/v1/admin/figures", [&context](const HttpRequest& request) {
    desk::authorized(context, request, desk::administrators);
    return HttpResponse::json(
        figures_json(of_day(context, request.query("day").value_or("")), language_of(request)));
  });
}

}  // namespace palmkey::front::figures
