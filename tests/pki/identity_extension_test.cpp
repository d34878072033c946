#include "pki/identity_extension.hpp"

#include <gtest/gtest.h>

#include "core/encoding.hpp"

namespace palmkey::pki {
namespace {

using core::to_hex;

const core::Bytes key(16, 0x42);

std::string code(IdentityForm form, IdentityDocument document, std::string_view number) {
  auto extension = identity_extension(form, document, number, key);
  if (!extension || !*extension) return "none";
  EXPECT_EQ((*extension)->oid, "1.2.156.10260.4.1.1");
  EXPECT_FALSE((*extension)->critical);
  return to_hex((*extension)->value);
}

TEST(IdentityExtension, WritesTheVariantsOfIdentifyCode) {
  EXPECT_EQ(code(IdentityForm::clear_explicit, IdentityDocument::resident_card, "12X"), "a0051303313258");
  EXPECT_EQ(code(IdentityForm::clear_explicit, IdentityDocument::passport, "E1"), "a20413024531");
  EXPECT_EQ(code(IdentityForm::clear_explicit, IdentityDocument::military_officer_card, "军1"),
            "a1060c04e5869b31");
  EXPECT_EQ(code(IdentityForm::clear_implicit, IdentityDocument::resident_card, "12X"), "8003313258");
  EXPECT_EQ(code(IdentityForm::clear_bare, IdentityDocument::resident_card, "12X"), "1303313258");
  EXPECT_EQ(code(IdentityForm::none, IdentityDocument::resident_card, "12X"), "none");
}

TEST(IdentityExtension, HashDependsOnKeyDocumentAndNumberOnly) {
  const std::string hash = code(IdentityForm::hashed, IdentityDocument::resident_card, "12X");
  EXPECT_EQ(hash.substr(0, 12), "1344534d333a");  // PrintableString, 68 bytes, "SM3:"
  EXPECT_EQ(hash, code(IdentityForm::hashed, IdentityDocument::resident_card, "12X"));
  EXPECT_NE(hash, code(IdentityForm::hashed, IdentityDocument::passport, "12X"));
  EXPECT_NE(hash, code(IdentityForm::hashed, IdentityDocument::resident_card, "123"));
  auto other =
      identity_extension(IdentityForm::hashed, IdentityDocument::resident_card, "12X", core::Bytes(16, 1));
  ASSERT_TRUE(other);
  EXPECT_NE(hash, to_hex((*other)->value));
}

TEST(IdentityExtension, RefusesBadNumbersAndShortKeys) {
  for (const std::string_view number : {"", "12_", "示范", "1 2"}) {
    EXPECT_FALSE(identity_extension(IdentityForm::clear_bare, IdentityDocument::resident_card, number, key));
  }
  EXPECT_FALSE(
      identity_extension(IdentityForm::clear_bare, IdentityDocument::military_officer_card, "\xff", key));
  auto short_key =
      identity_extension(IdentityForm::hashed, IdentityDocument::passport, "E1", core::Bytes(15));
  ASSERT_FALSE(short_key);
  EXPECT_EQ(short_key.error(), core::Error::out_of_range);
}

TEST(OrganizationExtension, WritesItsNumber) {
  auto extension = organization_extension(OrganizationNumber::organization_code, "91110000MA00000000");
  ASSERT_TRUE(extension);
  EXPECT_EQ(extension->oid, "1.2.156.10260.4.1.4");
  EXPECT_EQ(to_hex(extension->value).substr(0, 4), "1312");
  EXPECT_EQ(organization_extension(OrganizationNumber::registration, "1")->oid, "1.2.156.10260.4.1.3");
  EXPECT_EQ(organization_extension(OrganizationNumber::taxation, "00000000-0")->oid, "1.2.156.10260.4.1.5");
  EXPECT_FALSE(organization_extension(OrganizationNumber::taxation, "示范"));
  EXPECT_FALSE(organization_extension(OrganizationNumber::taxation, ""));
}

}  // namespace
}  // namespace palmkey::pki
