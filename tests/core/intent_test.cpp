#include "core/intent.hpp"

#include <gtest/gtest.h>

#include "core/cms/signed_attributes.hpp"
#include "core/intent_seal.hpp"
#include "tests/core/intent_samples.hpp"
#include "tests/core/mutations.hpp"

namespace palmkey::core {
namespace {

using namespace testing;  // the samples

const sm2::Point kKey = sm2::Point::base();

Result<IntentSummary> checked(IntentKind kind, const Bytes& intent) {
  return check_intent(kind, intent, kKey);
}

TEST(Intent, ValidOnesOfEachKindAreSummarised) {
  const auto csr = checked(IntentKind::csr, csr_intent(kKey));
  ASSERT_TRUE(csr);
  EXPECT_EQ(csr->lines[1].second, "CN=张示范,C=CN");
  const auto cms = checked(IntentKind::cms, cms_intent());
  ASSERT_TRUE(cms);
  EXPECT_EQ(cms->lines[1].second, to_hex(Bytes(32, 0xab)));
  const auto seal = checked(IntentKind::seal, seal_intent());
  ASSERT_TRUE(seal);
  EXPECT_EQ(seal->lines[1].second, "示范单位专用章");
  const auto text = checked(IntentKind::text, text_intent_bytes());
  ASSERT_TRUE(text);
  EXPECT_EQ(text->lines.size(), 4U);
  EXPECT_EQ(text->lines[2], (std::pair<std::string, std::string>("text", "内容")));
}

TEST(Intent, OneKindIsNeverTakenForAnother) {
  const std::vector<std::pair<IntentKind, Bytes>> intents = {{IntentKind::csr, csr_intent(kKey)},
                                                             {IntentKind::cms, cms_intent()},
                                                             {IntentKind::seal, seal_intent()},
                                                             {IntentKind::text, text_intent_bytes()}};
  for (const auto& [kind, intent] : intents) {
    for (const auto& [other, unused] : intents) {
      const auto result = checked(other, intent);
      EXPECT_EQ(result.has_value(), kind == other);
      if (kind != other) {
        EXPECT_EQ(result.error(), Error::intent_refused);
      }
    }
  }
}

TEST(Intent, BareHashesAreRefusedAsAnyKind) {
  for (const IntentKind kind : {IntentKind::csr, IntentKind::cms, IntentKind::seal, IntentKind::text}) {
    EXPECT_EQ(checked(kind, Bytes(32, 0x11)).error(), Error::intent_refused);
    EXPECT_EQ(checked(kind, Bytes()).error(), Error::intent_refused);
  }
}

TEST(Intent, RequestForAnotherKeyIsRefused) {
  EXPECT_EQ(checked(IntentKind::csr, csr_intent(kKey.negate())).error(), Error::intent_refused);
}

TEST(Intent, OneLineIsShortAndWholeCharacters) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += "示";
  const auto summary = checked(IntentKind::text, text_intent_bytes(text));
  ASSERT_TRUE(summary);
  EXPECT_LE(summary->one_line.size(), 200U);
  EXPECT_EQ(summary->one_line.substr(summary->one_line.size() - 3), "示");
}

TEST(CmsIntent, ReadsDigestAndCertificate) {
  const auto attributes = read_signed_attributes(cms_intent());
  ASSERT_TRUE(attributes);
  EXPECT_EQ(attributes->message_digest[0], 0xab);
  EXPECT_EQ(attributes->certificate_digest[0], 0xcd);
}

TEST(CmsIntent, RefusesWhatLevelBBForbidsOrLacks) {
  const Bytes type = content_type_attribute();
  const Bytes digest = message_digest_attribute();
  const Bytes certificate = signing_certificate_attribute();
  EXPECT_TRUE(read_signed_attributes(attribute_set({type, digest, certificate})));
  EXPECT_TRUE(read_signed_attributes(
      attribute_set({content_type_attribute("1.2.156.10197.6.1.4.2.1"), digest, certificate})));
  const std::vector<std::vector<Bytes>> refused = {
      {digest, certificate},
      {type, certificate},
      {type, digest},
      {},
      {type, digest, certificate, signing_time_attribute()},
      {type, digest, digest, certificate},
      {content_type_attribute("1.2.840.113549.1.7.2"), digest, certificate},
      {type, message_digest_attribute(20), certificate},
      {type, digest, signing_certificate_attribute("2.16.840.1.101.3.4.2.1")},
  };
  for (std::size_t i = 0; i < refused.size(); ++i) {
    EXPECT_EQ(read_signed_attributes(attribute_set(refused[i])).error(), Error::intent_refused) << i;
  }
}

TEST(CmsIntent, RefusesAnotherOrderThanDers) {
  std::vector<Bytes> attributes = {content_type_attribute(), message_digest_attribute(),
                                   signing_certificate_attribute()};
  sort_as_der(attributes);
  std::reverse(attributes.begin(), attributes.end());
  EXPECT_EQ(read_signed_attributes(attribute_set(attributes, false)).error(), Error::intent_refused);
}

TEST(SealIntent, RefusesOtherVersionsAndDigests) {
  EXPECT_TRUE(read_seal_statement(seal_intent()));
  EXPECT_EQ(read_seal_statement(seal_intent(1)).error(), Error::intent_refused);
  EXPECT_EQ(read_seal_statement(seal_intent(5)).error(), Error::intent_refused);
  EXPECT_EQ(read_seal_statement(seal_intent(4, 20)).error(), Error::intent_refused);
}

TEST(Intent, ChangedBytesNeverReadAsWhatTheyWere) {
  TestRandom random(1);
  const std::vector<std::pair<IntentKind, Bytes>> intents = {{IntentKind::csr, csr_intent(kKey)},
                                                             {IntentKind::cms, cms_intent()},
                                                             {IntentKind::seal, seal_intent()},
                                                             {IntentKind::text, text_intent_bytes()}};
  for (const auto& [kind, intent] : intents) {
    int refused = 0;
    for (int i = 0; i < 500; ++i) {
      const Bytes changed = mutate(intent, random);
      const auto result = checked(kind, changed);
      if (!result) {
        ++refused;
        EXPECT_EQ(result.error(), Error::intent_refused);
      } else if (kind == IntentKind::text) {
        // One meaning has one form: what is read is written back as it came.
        std::string again = "PalmKey intent 1\n";
        for (const auto& [name, value] : result->lines) again += name + ": " + value + "\n";
        EXPECT_EQ(again, as_text(changed));
      }
    }
    EXPECT_GT(refused, 100);
  }
}

}  // namespace
}  // namespace palmkey::core
