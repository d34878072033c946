// Administrative divisions of GB/T 2260: provinces (two digits) and cities (six digits).
// Pure functions over constant data, safe to call from any thread.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "platform/messages.hpp"

namespace palmkey::front::regions {

struct Region {
  int code = 0;
  platform::Label name;
};

// All provinces, ordered by code.
std::span<const Region> provinces();
// The cities of a province, ordered by code; empty for an unknown province. Beijing and its like have one
// city of their own name, as have Taiwan, Hong Kong and Macau.
std::span<const Region> cities_of(int province_code);

// The name in zh-CN, or nothing if there is no such province or city. Codes are digits only, of exactly two
// or six.
std::optional<std::string_view> province_name(std::string_view code);
std::optional<std::string_view> city_name(std::string_view code);
// Whether the city lies in the province.
bool city_is_in(std::string_view city_code, std::string_view province_code);

}  // namespace palmkey::front::regions
