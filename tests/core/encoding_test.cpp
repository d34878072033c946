#include "core/encoding.hpp"

#include <gtest/gtest.h>

#include "tests/core/test_random.hpp"

namespace palmkey::core {
namespace {

// RFC 4648, 10.
constexpr std::pair<std::string_view, std::string_view> vectors[] = {
    {"", ""},
    {"f", "Zg=="},
    {"fo", "Zm8="},
    {"foo", "Zm9v"},
    {"foob", "Zm9vYg=="},
    {"fooba", "Zm9vYmE="},
    {"foobar", "Zm9vYmFy"},
};

TEST(Base64, HasTheRfcsForms) {
  for (const auto& [text, encoded] : vectors) {
    EXPECT_EQ(to_base64(as_bytes(text)), encoded);
    const auto decoded = from_base64(encoded);
    ASSERT_TRUE(decoded) << encoded;
    EXPECT_EQ(as_text(*decoded), text);
    const auto unpadded = encoded.substr(0, encoded.find('='));
    EXPECT_EQ(to_base64url(as_bytes(text)), unpadded);
    EXPECT_EQ(as_text(*from_base64url(unpadded)), text);
  }
}

TEST(Base64, UrlFormHasItsOwnTwoDigits) {
  const Bytes bytes = {0xfb, 0xff, 0xbf};
  EXPECT_EQ(to_base64(bytes), "+/+/");
  EXPECT_EQ(to_base64url(bytes), "-_-_");
  EXPECT_FALSE(from_base64("-_-_"));
  EXPECT_FALSE(from_base64url("+/+/"));
}

TEST(Base64, RefusesWhatIsNotTheOneForm) {
  for (const std::string_view bad : {"Zg", "Zg=", "Zg===", "=", "====", "Z===", "Zg==Zg==", "Zh==", "Zm9=",
                                     "Zm9v\n", "Zm 9", "Zm9v====", "Zm9\x80"}) {
    EXPECT_EQ(from_base64(bad).error(), Error::malformed) << bad;
  }
  for (const std::string_view bad : {"Zg==", "Z", "Zh", "Zm9", "Zm9vY", "Zm9v "}) {
    EXPECT_EQ(from_base64url(bad).error(), Error::malformed) << bad;
  }
}

TEST(Base64, RoundTripsAtEveryLength) {
  testing::TestRandom random(1);
  for (std::size_t size = 0; size < 200; ++size) {
    const Bytes bytes = random.bytes(size);
    EXPECT_EQ(*from_base64(to_base64(bytes)), bytes);
    EXPECT_EQ(*from_base64url(to_base64url(bytes)), bytes);
  }
}

TEST(Hex, WritesLowerCaseAndReadsBoth) {
  const Bytes bytes = {0x00, 0x9f, 0xa0, 0xff};
  EXPECT_EQ(to_hex(bytes), "009fa0ff");
  EXPECT_EQ(*from_hex("009fa0ff"), bytes);
  EXPECT_EQ(*from_hex("009FA0fF"), bytes);
  EXPECT_TRUE(from_hex("")->empty());
}

TEST(Hex, RefusesHalfBytesAndForeignCharacters) {
  for (const std::string_view bad : {"0", "000", "0g", "G0", " 0", "0x", "/0", ":0", "@0", "`0"}) {
    EXPECT_EQ(from_hex(bad).error(), Error::malformed) << bad;
  }
}

}  // namespace
}  // namespace palmkey::core
