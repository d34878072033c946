#include "front/regions/regions.hpp"

#include <algorithm>

#include "front/regions/region_table.hpp"

namespace palmkey::front::regions {

namespace {

std::optional<int> number_of(std::string_view code, std::size_t digits) {
  if (code.size() != digits) return std::nullopt;
  int number = 0;
  for (char c : code) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

std::optional<std::string_view> name_in(std::span<const Region> table, std::optional<int> code) {
  if (!code) return std::nullopt;
  const auto found = std::ranges::lower_bound(table, *code, {}, &Region::code);
  if (found == table.end() || found->code != *code) return std::nullopt;
  return found->name.chinese;
}

}  // namespace

std::span<const Region> provinces() {
  return province_table();
}

std::span<const Region> cities_of(int province_code) {
  const auto table = city_table();
  const auto first = std::ranges::lower_bound(table, province_code * 10000, {}, &Region::code);
  const auto last = std::ranges::lower_bound(table, (province_code + 1) * 10000, {}, &Region::code);
  return {first, last};
}

std::optional<std::string_view> province_name(std::string_view code) {
  return name_in(province_table(), number_of(code, 2));
}

std::optional<std::string_view> city_name(std::string_view code) {
  return name_in(city_table(), number_of(code, 6));
}

bool city_is_in(std::string_view city_code, std::string_view province_code) {
  return city_name(city_code) && province_name(province_code) && city_code.starts_with(province_code);
}

}  // namespace palmkey::front::regions
