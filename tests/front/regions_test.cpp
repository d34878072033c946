#include "front/regions/regions.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace palmkey::front::regions {
namespace {

TEST(Regions, HoldTheThirtyFourProvinces) {
  EXPECT_EQ(provinces().size(), 34u);
  EXPECT_EQ(province_name("11"), "北京市");
  EXPECT_EQ(province_name("65"), "新疆维吾尔自治区");
  EXPECT_EQ(province_name("82"), "澳门特别行政区");
  for (const char* code : {"", "1", "99", "83", "110", "1a"}) EXPECT_FALSE(province_name(code)) << code;
}

TEST(Regions, GiveEveryProvinceItsCities) {
  std::set<int> seen;
  for (const auto& province : provinces()) {
    EXPECT_FALSE(cities_of(province.code).empty()) << province.name.chinese;
    for (const auto& city : cities_of(province.code)) {
      EXPECT_EQ(city.code / 10000, province.code);
      EXPECT_TRUE(seen.insert(city.code).second);
      EXPECT_EQ(city_name(std::to_string(city.code)), city.name.chinese);
      EXPECT_FALSE(city.name.english.empty()) << city.name.chinese;
    }
  }
  EXPECT_EQ(seen.size(), 373u);
  EXPECT_TRUE(cities_of(99).empty());
}

TEST(Regions, KnowWhichCityLiesWhere) {
  EXPECT_EQ(city_name("330100"), "杭州市");
  EXPECT_EQ(city_name("429004"), "仙桃市");
  EXPECT_TRUE(city_is_in("330100", "33"));
  EXPECT_FALSE(city_is_in("330100", "32"));
  EXPECT_FALSE(city_is_in("339900", "33"));
  EXPECT_FALSE(city_is_in("330100", ""));
  EXPECT_FALSE(city_is_in("330100", "3"));
}

}  // namespace
}  // namespace palmkey::front::regions
