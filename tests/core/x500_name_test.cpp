#include "core/x500_name.hpp"

#include <gtest/gtest.h>

#include "core/der.hpp"
#include "core/encoding.hpp"

namespace palmkey::core {
namespace {

Name example() {
  return *Name::of({{attribute_type::country, "CN"},
                    {attribute_type::state_or_province, "示范省"},
                    {attribute_type::organization, "示范认证中心"},
                    {attribute_type::common_name, "张示范"}});
}

TEST(X500Name, WritesCountryAsPrintableStringAndTheRestAsUtf8) {
  auto name = Name::of({{attribute_type::country, "CN"}, {attribute_type::common_name, "A"}});
  ASSERT_TRUE(name);
  EXPECT_EQ(to_hex(name->encode()), "3019310b300906035504061302434e310a300806035504030c0141");
}

TEST(X500Name, RoundTripsThroughDer) {
  auto decoded = Name::decode(example().encode());
  ASSERT_TRUE(decoded);
  EXPECT_EQ(*decoded, example());
  EXPECT_EQ(decoded->find(attribute_type::common_name), "张示范");
  EXPECT_FALSE(decoded->find(attribute_type::locality));
}

TEST(X500Name, KeepsTheStringTypeOfOthersNames) {
  const Bytes printable = *from_hex("300c310a30080603550403130141");
  auto decoded = Name::decode(printable);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->encode(), printable);
  EXPECT_NE(*decoded, *Name::of({{attribute_type::common_name, "A"}}));
}

TEST(X500Name, PrintsTheLastRdnFirst) {
  EXPECT_EQ(example().text(), "CN=张示范,O=示范认证中心,ST=示范省,C=CN");
  EXPECT_EQ(Name().text(), "");
}

TEST(X500Name, EscapesAsRfc4514Says) {
  auto name = Name::of({{attribute_type::common_name, "#a,b+c\"d\\e<f>g;h "}});
  ASSERT_TRUE(name);
  EXPECT_EQ(name->text(), "CN=\\#a\\,b\\+c\\\"d\\\\e\\<f\\>g\\;h\\ ");
  auto number = Name::of({{attribute_type::serial_number, "7"}});
  ASSERT_TRUE(number);
  EXPECT_EQ(number->text(), "2.5.4.5=#130137");
}

TEST(X500Name, RefusesValuesThatDoNotFitTheirType) {
  const auto refused = [](std::string_view type, std::string_view value) {
    Name name;
    auto result = name.add(type, value);
    return !result && result.error() == Error::malformed && name.empty();
  };
  EXPECT_TRUE(refused(attribute_type::country, "cn"));
  EXPECT_TRUE(refused(attribute_type::country, "CHN"));
  EXPECT_TRUE(refused(attribute_type::common_name, ""));
  EXPECT_TRUE(refused(attribute_type::common_name, std::string_view("a\0b", 3)));
  EXPECT_TRUE(refused(attribute_type::common_name, "a\nb"));
  EXPECT_TRUE(refused(attribute_type::common_name, "\xc0\x80"));
  EXPECT_TRUE(refused(attribute_type::common_name, std::string(65, 'a')));
  EXPECT_TRUE(refused(attribute_type::serial_number, "a_b"));
  EXPECT_TRUE(refused(attribute_type::email_address, "张@example.org"));
}

TEST(X500Name, CountsCharactersNotBytes) {
  std::string sixty_four;
  for (int i = 0; i < 64; ++i) sixty_four += "示";
  Name name;
  EXPECT_TRUE(name.add(attribute_type::common_name, sixty_four));
  EXPECT_FALSE(name.add(attribute_type::common_name, sixty_four + "示"));
}

TEST(X500Name, RefusesTypesItDoesNotKnow) {
  Name name;
  auto result = name.add("2.5.4.99", "x");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error(), Error::unsupported);
}

TEST(X500Name, RefusesDerOfAnotherForm) {
  const auto error_of = [](std::string_view hex) {
    auto result = Name::decode(*from_hex(hex));
    EXPECT_FALSE(result) << hex;
    return result ? Error::refused : result.error();
  };
  EXPECT_EQ(error_of("300c310a30080603550403130141ff"), Error::malformed);  // trailing
  EXPECT_EQ(error_of("300b3109300706035504031300"), Error::malformed);      // empty value
  EXPECT_EQ(error_of("300c310a300806035504031e0141"), Error::unsupported);  // BMPString
  EXPECT_EQ(error_of("300c310a300806035504030c01ff"), Error::malformed);    // not UTF-8
  EXPECT_EQ(error_of("300c310a30080603550403130100"), Error::malformed);    // NUL
  EXPECT_EQ(error_of("301631143008060355040313014130080603550403130142"), Error::unsupported);
}

}  // namespace
}  // namespace palmkey::core
