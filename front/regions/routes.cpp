#include "front/regions/routes.hpp"

#include <nlohmann/json.hpp>

#include "front/http.hpp"
#include "front/regions/regions.hpp"

namespace palmkey::front::regions {

namespace {

nlohmann::json json_of(std::span<const Region> regions, platform::Language language) {
  auto list = nlohmann::json::array();
  for (const auto& region : regions)
    list.push_back({{"code", std::to_string(region.code)}, {"name", region.name.in(language)}});
  return list;
}

platform::HttpResponse cacheable(const nlohmann::json& value) {
  auto response = platform::HttpResponse::json(value);
  response.headers.set("Cache-Control", "public, max-age=86400");
  response.headers.set("Vary", "Accept-Language");
  return response;
}

}  // namespace

void add_routes(platform::Router& router) {
  add_route(router, "GET", "/api/v1/regions", [](const platform::HttpRequest& request) {
    return cacheable({{"provinces", json_of(provinces(), language_of(request))}});
  });
  add_route(router, "GET", "/api/v1/regions/:province", [](const platform::HttpRequest& request) {
    const std::string& code = request.path_parameter("province");
    if (!province_name(code)) throw platform::Failure("province_unknown", 404, "province");
    return cacheable({{"cities", json_of(cities_of(std::stoi(code)), language_of(request))}});
  });
}

}  // namespace palmkey::front::regions
