#include "front/support/routes.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "front/http.hpp"
#include "front/orders/order_number.hpp"

namespace palmkey::front::support {

namespace {

using nlohmann::json;

// The closed days that are still to come, for people.
std::string holidays_note(const catalogue::AcceptancePoint& point, std::int64_t now) {
  const auto today = platform::civil_time(now, orders::china_offset_minutes);
  std::vector<std::string> days;
  for (const auto& date : point.office_days.holidays)
    if (std::tuple(date.year, date.month, date.day) >= std::tuple(today.year, today.month, today.day))
      days.push_back(identity::format_date(date));
  if (days.empty()) return {};
  std::ranges::sort(days);
  std::string note = "以下日期不办公:";
  for (const auto& day : days) note += (&day == &days.front() ? "" : "、") + day;
  return note;
}

json point_json(const catalogue::AcceptancePoint& point, std::int64_t now) {
  return {{"name", point.name},
          {"address", point.address},
          {"office_hours", point.office_hours},
          {"holidays_note", holidays_note(point, now)},
          {"hotline", point.hotline},
          {"directions", point.directions}};
}

json support_of(const catalogue::Catalogue& catalogue, std::int64_t now) {
  json points = json::array(), fees = json::array();
  std::set<std::string> seen;
  for (const auto* service : catalogue.services()) {
    fees.push_back({{"service", service->name}, {"item", service->fee_item}, {"fee", service->fee_per_year}});
    const auto& point = service->acceptance_point;
    if (seen.insert(point.name + "\n" + point.address).second) points.push_back(point_json(point, now));
  }
  // A catalogue has at least one service; its first acceptance point speaks for all.
  const json first = points.front();
  return {{"hotline", first.at("hotline")},
          {"office_hours", first.at("office_hours")},
          {"holidays_note", first.at("holidays_note")},
          {"acceptance_points", points},
          {"fees", fees}};
}

}  // namespace

void add_routes(platform::Router& router, const Context& context) {
  add_route(router, "GET", "/api/v1/support", [&context](const platform::HttpRequest&) {
    return platform::HttpResponse::json(support_of(context.catalogue, context.clock.now()));
  });
}

}  // namespace palmkey::front::support
