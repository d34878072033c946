#include "platform/config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "platform/files.hpp"

namespace palmkey::platform {
namespace {

constexpr std::string_view text = R"(
name = "示范认证中心"
[http]
port = 8080
tls = true
[[services]]
code = "a"
terms = [12, 24]
kinds = ["id", "passport"]
[[services]]
code = 7
)";

std::string error_of(const std::function<void()>& work) {
  try {
    work();
    return "no error";
  } catch (const ConfigError& error) {
    return error.what();
  }
}

TEST(Config, GivesTypedValues) {
  const Config config = Config::parse(text, "front.toml");
  EXPECT_EQ(config.string("name"), "示范认证中心");
  EXPECT_EQ(config.integer("http.port", 0, 65535), 8080);
  EXPECT_TRUE(config.table("http").boolean("tls"));
  EXPECT_EQ(config.integer("http.threads", 1, 9, 4), 4);
  EXPECT_EQ(config.string("missing", "fallback"), "fallback");
  EXPECT_FALSE(config.boolean("missing", false));
  EXPECT_FALSE(config.optional_table("missing"));
  const auto services = config.tables("services");
  ASSERT_EQ(services.size(), 2U);
  EXPECT_THAT(services[0].integers("terms", 1, 60), testing::ElementsAre(12, 24));
  EXPECT_THAT(services[0].strings("kinds"), testing::ElementsAre("id", "passport"));
  EXPECT_THAT(config.keys(), testing::UnorderedElementsAre("name", "http", "services"));
}

TEST(Config, NamesFileKeyAndExpectationInItsErrors) {
  const Config config = Config::parse(text, "front.toml");
  EXPECT_EQ(error_of([&] { config.integer("http.port", 0, 100); }),
            "front.toml: http.port: expected an integer from 0 to 100");
  EXPECT_EQ(error_of([&] { config.table("http").string("host"); }),
            "front.toml: http.host: is missing, expected a text");
  EXPECT_EQ(error_of([&] { config.tables("services")[1].string("code"); }),
            "front.toml: services[1].code: expected a text");
  EXPECT_EQ(error_of([&] { config.boolean("name"); }), "front.toml: name: expected true or false");
  EXPECT_EQ(error_of([&] { config.tables("name"); }), "front.toml: name: expected an array of tables");
  EXPECT_EQ(error_of([&] { config.table("name"); }), "front.toml: name: expected a table");
  EXPECT_EQ(error_of([&] { config.tables("services")[0].integers("terms", 1, 20); }),
            "front.toml: services[0].terms: each: expected an integer from 1 to 20");
}

TEST(Config, RefusesAWrongTypeEvenWhereThereIsADefault) {
  const Config config = Config::parse(text, "front.toml");
  EXPECT_THROW(config.integer("name", 0, 1, 0), ConfigError);
  EXPECT_THROW(config.string("http.port", "x"), ConfigError);
  EXPECT_THROW(config.boolean("name", true), ConfigError);
}

TEST(Config, RefusesAMisspeltKey) {
  const Config http = Config::parse(text, "front.toml").table("http");
  http.expect_only({"port", "tls"});
  EXPECT_EQ(error_of([&] { http.expect_only({"port", "lts"}); }), "front.toml: http.tls: is not known here");
}

TEST(Config, NamesTheLineOfWhatIsNoToml) {
  EXPECT_THAT(error_of([] { Config::parse("a = 1\nb = \n", "x.toml"); }),
              testing::StartsWith("x.toml: line 2: "));
  const TemporaryFolder folder;
  EXPECT_THAT(error_of([&] { Config::load(folder.path() / "none.toml"); }),
              testing::StartsWith("none.toml: cannot be read"));
}

}  // namespace
}  // namespace palmkey::platform
