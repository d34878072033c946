#include <gtest/gtest.h>

#include "front/identity/contact.hpp"
#include "front/identity/document.hpp"

namespace palmkey::front::identity {
namespace {

constexpr Date today{2026, 3, 1};

std::string_view error_of(DocumentKind kind, std::string_view number) {
  const auto check = check_document(kind, number, today);
  EXPECT_EQ(check.facts.has_value(), check.error.empty());
  return check.error;
}

TEST(ResidentId, AcceptsTheStandardsExamples) {
  EXPECT_EQ(error_of(DocumentKind::resident_id, "11010519491231002X"), "");
  EXPECT_EQ(error_of(DocumentKind::resident_id, "440524188001010014"), "");
}

TEST(ResidentId, ReadsBirthAndSex) {
  const auto check = check_document(DocumentKind::resident_id, " 11010519491231002x ", today);
  ASSERT_TRUE(check.facts);
  EXPECT_EQ(check.facts->number, "11010519491231002X");
  EXPECT_EQ(check.facts->birth, (Date{1949, 12, 31}));
  EXPECT_EQ(check.facts->sex, Sex::female);
  EXPECT_EQ(check_document(DocumentKind::resident_id, "440524188001010014", today).facts->sex, Sex::male);
}

TEST(ResidentId, RefusesEveryOtherCheckCharacter) {
  for (char c : std::string("0123456789X")) {
    const std::string number = std::string("11010519491231002") + c;
    EXPECT_EQ(error_of(DocumentKind::resident_id, number), c == 'X' ? "" : "document_number_check") << number;
  }
}

TEST(ResidentId, RefusesTwoDigitsExchanged) {
  EXPECT_EQ(error_of(DocumentKind::resident_id, "11010519491213002X"), "document_number_check");
}

TEST(ResidentId, RefusesWrongFormRegionAndDate) {
  EXPECT_EQ(error_of(DocumentKind::resident_id, ""), "document_number_required");
  EXPECT_EQ(error_of(DocumentKind::resident_id, "   "), "document_number_required");
  EXPECT_EQ(error_of(DocumentKind::resident_id, "110105491231002"), "document_number_format");
  EXPECT_EQ(error_of(DocumentKind::resident_id, "1101051949123100X2"), "document_number_format");
  EXPECT_EQ(error_of(DocumentKind::resident_id, "990105194912310022"), "document_number_region");
  EXPECT_EQ(error_of(DocumentKind::resident_id, "110105194913310022"), "document_number_date");
  EXPECT_EQ(error_of(DocumentKind::resident_id, "110105202702290022"), "document_number_date");
}

TEST(ResidentId, RefusesABirthAfterToday) {
  const auto on = [](Date day) {
    return check_document(DocumentKind::resident_id, "11010519491231002X", day).error;
  };
  EXPECT_EQ(on({1949, 12, 30}), "document_number_date");
  EXPECT_EQ(on({1949, 12, 31}), "");
}

TEST(ResidencePermit, NeedsTheRegionOfHongKongMacauOrTaiwan) {
  EXPECT_EQ(error_of(DocumentKind::residence_permit, "810000199003070015"), "");
  EXPECT_EQ(error_of(DocumentKind::residence_permit, "830000199003070027"), "");
  EXPECT_EQ(error_of(DocumentKind::residence_permit, "830000199003070028"), "document_number_check");
  EXPECT_EQ(error_of(DocumentKind::residence_permit, "11010519491231002X"), "document_number_region");
}

TEST(HongKongMacauPermit, AcceptsNewAndReissuedCards) {
  EXPECT_EQ(error_of(DocumentKind::hong_kong_macau_permit, "H12345678"), "");
  EXPECT_EQ(error_of(DocumentKind::hong_kong_macau_permit, "m1234567801"), "");
  EXPECT_EQ(error_of(DocumentKind::hong_kong_macau_permit, "HA1234567"), "");
  EXPECT_EQ(error_of(DocumentKind::hong_kong_macau_permit, "H1234567"), "document_number_format");
  EXPECT_EQ(error_of(DocumentKind::hong_kong_macau_permit, "C12345678"), "document_number_format");
  EXPECT_EQ(error_of(DocumentKind::hong_kong_macau_permit, "HA12345678"), "document_number_format");
}

TEST(TaiwanPermit, HasEightOrTenDigits) {
  EXPECT_EQ(error_of(DocumentKind::taiwan_permit, "12345678"), "");
  EXPECT_EQ(error_of(DocumentKind::taiwan_permit, "1234567801"), "");
  EXPECT_EQ(error_of(DocumentKind::taiwan_permit, "123456789"), "document_number_format");
  EXPECT_EQ(error_of(DocumentKind::taiwan_permit, "1234567A"), "document_number_format");
}

TEST(HongKongId, ChecksTheCharacterInBrackets) {
  EXPECT_EQ(error_of(DocumentKind::hong_kong_id, "A123456(3)"), "");
  EXPECT_EQ(check_document(DocumentKind::hong_kong_id, "a1234563", today).facts->number, "A123456(3)");
  EXPECT_EQ(error_of(DocumentKind::hong_kong_id, "A123456(4)"), "document_number_check");
  EXPECT_EQ(error_of(DocumentKind::hong_kong_id, "A123457(3)"), "document_number_check");
  for (const char* number : {"1234567(3)", "A12345(3)", "ABC123456(3)", "A123456(B)", "A", "()", "A123456("})
    EXPECT_EQ(error_of(DocumentKind::hong_kong_id, number), "document_number_format") << number;
}

TEST(PermanentResidentId, AcceptsTheCardsOf2017And2023) {
  EXPECT_EQ(error_of(DocumentKind::permanent_resident_id, "USA110082010131"), "");
  EXPECT_EQ(error_of(DocumentKind::permanent_resident_id, "US1110082010131"), "document_number_format");
  EXPECT_EQ(error_of(DocumentKind::permanent_resident_id, "11010519491231002X"), "document_number_format");
  int accepted = 0;
  for (char c : std::string("0123456789X"))
    accepted += error_of(DocumentKind::permanent_resident_id, std::string("91184019900307001") + c).empty();
  EXPECT_EQ(accepted, 1);
}

TEST(PassportAndOther, AreLettersAndDigits) {
  EXPECT_EQ(error_of(DocumentKind::passport, "e12345678"), "");
  EXPECT_EQ(error_of(DocumentKind::passport, "E123"), "document_number_format");
  EXPECT_EQ(error_of(DocumentKind::passport, "E1234-5678"), "document_number_format");
  EXPECT_EQ(error_of(DocumentKind::other, "X-12/34"), "");
  EXPECT_EQ(error_of(DocumentKind::other, "X\n12"), "document_number_format");
}

TEST(DocumentKind, CodesNameKindsBothWays) {
  for (const auto kind : document_kinds()) {
    EXPECT_EQ(document_kind_of(document_kind_code(kind)), kind);
    EXPECT_FALSE(document_kind_label(kind, platform::Language::chinese).empty());
    EXPECT_FALSE(document_kind_label(kind, platform::Language::english).empty());
  }
  EXPECT_FALSE(document_kind_of("driving_licence"));
}

TEST(MobileNumber, KeepsOneForm) {
  EXPECT_EQ(mobile_number("+86 138-0000-0000"), "13800000000");
  EXPECT_EQ(mobile_number(" 19900000000"), "19900000000");
  EXPECT_EQ(mobile_number("+852 5123 4567"), "+85251234567");
  EXPECT_EQ(mobile_number("+853 61234567"), "+85361234567");
  EXPECT_EQ(mobile_number("+886 912345678"), "+886912345678");
}

TEST(MobileNumber, RefusesOthers) {
  for (const char* typed : {"", "12800000000", "1380000000", "138000000000", "1380000000a", "+1 2025550100",
                            "+852", "+852 31234567", "057100000000"})
    EXPECT_FALSE(mobile_number(typed)) << typed;
}

TEST(PersonName, AcceptsChineseAndLatinNames) {
  for (const char* name :
       {"张示范", "阿卜杜拉·示范", "John R. Smith", "Jean-Luc O'Neil", "J. R. Müller", "𠀀示"})
    EXPECT_EQ(person_name(name), name);
  EXPECT_EQ(person_name("  张示范 "), "张示范");
}

TEST(PersonName, RefusesOthers) {
  for (const char* name : {"", "张", "张3", "<b>张", "张\n三", "-张三", "张三-", "张  三", "张·-三",
                           "\xff\xff", "张三\xE2\x80\xAE"})
    EXPECT_FALSE(person_name(name)) << name;
  EXPECT_TRUE(person_name(std::string(64, 'a')));
  EXPECT_FALSE(person_name(std::string(65, 'a')));
}

TEST(MailAddress, NeedsADomainWithADot) {
  EXPECT_EQ(mail_address(" zhang@example.com "), "zhang@example.com");
  for (const char* typed :
       {"", "zhang", "zhang@localhost", "@example.com", "a@b@example.com", "a b@example.com",
        "a@example.com\r\nBcc: b@example.com", "a@-example.com", "a.b@example"})
    EXPECT_FALSE(mail_address(typed)) << typed;
}

TEST(PostalAddress, IsOneLine) {
  EXPECT_EQ(postal_address("示范省示范市样例路1号"), "示范省示范市样例路1号");
  EXPECT_FALSE(postal_address("样例路"));
  EXPECT_FALSE(postal_address("示范省示范市\n样例路"));
  EXPECT_FALSE(postal_address(std::string(121, 'a')));
}

TEST(CountryCode, IsAssignedAndUpperCase) {
  EXPECT_TRUE(is_country_code("CN"));
  EXPECT_TRUE(is_country_code("ZW"));
  for (const char* code : {"", "C", "cn", "XX", "N ", "CNN", "D A"})
    EXPECT_FALSE(is_country_code(code)) << code;
}

}  // namespace
}  // namespace palmkey::front::identity
