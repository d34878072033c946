#include "core/link.hpp"

#include <gtest/gtest.h>

namespace palmkey::core {
namespace {

const std::string kDigest(43, 'A');  // 32 zero bytes as base64url

struct Sample {
  std::string text;
  LinkKind kind;
  std::string_view name;
};

std::vector<Sample> samples() {
  return {{"https://ca.example:8443/c?d=" + kDigest, LinkKind::configure, "configure"},
          {"https://ca.example/e?s=personal", LinkKind::entry, "entry"},
          {"https://ca.example/s#i=abc&t=5&a=x-_", LinkKind::sign_in, "sign_in"},
          {"https://ca.example/officer#d=" + kDigest + "&a=code", LinkKind::officer, "officer"},
          {"https://ca.example/o?i=abc&t=5&a=x-_", LinkKind::console, "console"},
          {"http://[::1]:80/d#i=abc&t=5", LinkKind::document, "document"},
          {"https://ca.example/drill#i=abc&t=5", LinkKind::drill, "drill"}};
}

TEST(Link, TellsTheKindOfEachLink) {
  for (const Sample& sample : samples()) {
    const auto link = parse_link(sample.text);
    ASSERT_TRUE(link) << sample.text;
    EXPECT_EQ(link->kind, sample.kind);
    EXPECT_EQ(name_of(link->kind), sample.name);
    EXPECT_TRUE(sample.text.starts_with(link->origin + "/")) << link->origin;
  }
}

TEST(Link, DecodesItsValues) {
  const auto link = parse_link("https://ca.example/e?s=%E7%A4%BA%2bx+y&from=poster");
  ASSERT_TRUE(link);
  EXPECT_EQ(link->origin, "https://ca.example");
  EXPECT_EQ(link->values.at("s"), "示+x+y");
  EXPECT_EQ(link->values.at("from"), "poster");
}

TEST(Link, RefusesALinkWithoutAValueThatItNeeds) {
  for (const Sample& sample : samples()) {
    const auto equals = sample.text.rfind('=');
    EXPECT_FALSE(parse_link(sample.text.substr(0, equals + 1))) << "empty: " << sample.text;
    EXPECT_FALSE(parse_link(sample.text.substr(0, equals))) << "no value: " << sample.text;
    const auto name = sample.text.find_last_of("?#&");
    EXPECT_FALSE(parse_link(sample.text.substr(0, name))) << "no name: " << sample.text;
  }
}

TEST(Link, RefusesWhatIsNoLinkOfThePlatform) {
  for (const char* text :
       {"", "x", "https://", "https:///e?s=a", "ftp://ca.example/e?s=a", "HTTPS://ca.example/e?s=a",
        "https://ca.example", "https://ca.example/e", "https://ca.example/other?s=a",
        "https://ca.example/e/?s=a", "https://ca.example?x=/e?s=a", "https://ca.example@evil.example/e?s=a",
        "https://ca.example\\evil/e?s=a", "https://ca example/e?s=a", "https://ca.example/e?s=a&s=b",
        "https://ca.example/e?s=a&x", "https://ca.example/e?s=%zz", "https://ca.example/e?s=%e",
        "https://ca.example/e?s=%ff"})
    EXPECT_FALSE(parse_link(text)) << text;
}

// Found by the fuzzing target `link`.
TEST(Link, RefusesValuesWithoutAPlainName) {
  EXPECT_TRUE(parse_link("https://ca.example/e?s=a&utm_source=poster-1.0&S2=b"));
  for (const std::string_view text :
       {std::string_view("https://ca.example/e?s=a&=1"), std::string_view("https://ca.example/e?=1&s=a"),
        std::string_view("https://ca.example/e?s=a&\xff=1"),
        std::string_view("https://ca.example/e?s=a&\0=1", 29),
        std::string_view("https://ca.example/e?s=a&%73=1"),
        std::string_view("https://ca.example/e?s=a&x y=1")})
    EXPECT_FALSE(parse_link(text)) << text;
}

TEST(Link, NamesAPlatformByADigestOf32Bytes) {
  const auto good = parse_link("https://ca.example/c?d=" + kDigest);
  EXPECT_EQ(*good->fingerprint(), Digest{});
  for (const std::string& digest : {kDigest.substr(1), kDigest + "A", std::string("*") + kDigest.substr(1)})
    EXPECT_FALSE(parse_link("https://ca.example/c?d=" + digest)->fingerprint()) << digest;
  EXPECT_FALSE(parse_link("https://ca.example/e?s=a")->fingerprint());
}

}  // namespace
}  // namespace palmkey::core
