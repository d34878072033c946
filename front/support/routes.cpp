#include "front/support/routes.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "front/catalogue/view.hpp"
#include "front/http.hpp"
#include "front/orders/order_number.hpp"

namespace palmkey::front::support {

namespace {

using nlohmann::json;

// The closed days that are still to come, for people.
std::string holidays_note(const catalogue::AcceptancePoint& point, std::int64_t now,
                          platform::Language language) {
  const auto today = platform::civil_time(now, orders::china_offset_minutes);
  std::vector<std::string> days;
  for (const auto& date : point.office_days.holidays)
    if (std::tuple(date.year, date.month, date.day) >= std::tuple(today.year, today.month, today.day))
      days.push_back(identity::format_date(date));
  if (days.empty()) return {};
  std::ranges::sort(days);
  constexpr platform::Label closed{"以下日期不办公:", "Closed on "}, comma{"、", ", "};
  std::string note(closed.in(language));
  for (const auto& day : days) note += (&day == &days.front() ? "" : std::string(comma.in(language))) + day;
  return note;
}

json point_json(const catalogue::AcceptancePoint& point, std::int64_t now, platform::Language language) {
  json shown = catalogue::acceptance_point_json(point);
  shown["holidays_note"] = holidays_note(point, now, language);
  return shown;
}

json support_of(const catalogue::Catalogue& catalogue, std::int64_t now, platform::Language language) {
  json points = json::array(), fees = json::array();
  std::set<std::string> seen;
  for (const auto* service : catalogue.services()) {
    const auto& shown = service->in(language);
    fees.push_back({{"service", shown.name}, {"item", shown.fee_item}, {"fee", shown.fee_per_year}});
    const auto& point = shown.acceptance_point;
    if (seen.insert(point.name + "\n" + point.address).second)
      points.push_back(point_json(point, now, language));
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
  add_route(router, "GET", "/api/v1/support", [&context](const platform::HttpRequest& request) {
    return platform::HttpResponse::json(
        support_of(context.catalogue, context.clock.now(), language_of(request)));
  });
}

}  // namespace palmkey::front::support
