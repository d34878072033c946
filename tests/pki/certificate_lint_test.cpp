#include "pki/certificate_lint.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/pki/authority_fixture.hpp"

namespace palmkey::pki {
namespace {

using testing::Authority;
using ::testing::Contains;
using testing::day;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::now;

class CertificateLint : public ::testing::Test {
 protected:
  using Change = std::function<void(CertificateContents&, CertificateProfile&)>;

  // What the linter says of a subscriber's certificate with something changed.
  LintOutcome lint_with(const Change& change) {
    CertificateProfile built = subscriber_signing_profile();
    CertificateContents contents = authority.contents("张示范", authority.subscriber_key);
    change(contents, built);
    return lint_certificate(*build_tbs_certificate(built, contents, &authority.issuing),
                            subscriber_signing_profile(), &authority.issuing);
  }
  std::vector<LintFinding> findings(const Change& change) {
    LintOutcome outcome = lint_with(change);
    EXPECT_NE(outcome.findings.empty(), !outcome.passed);
    return outcome.findings;
  }

  Authority authority;
};

TEST_F(CertificateLint, PassesWhatItsProfileSays) {
  EXPECT_THAT(findings([](CertificateContents&, CertificateProfile&) {}), IsEmpty());
}

TEST_F(CertificateLint, FindsShortAndLongSerials) {
  EXPECT_THAT(findings([](auto& contents, auto&) { contents.serial = core::Bytes(15, 1); }),
              ElementsAre(LintFinding::serial_size));
  EXPECT_THAT(findings([](auto& contents, auto&) { contents.serial = core::Bytes(20, 1); }),
              ElementsAre(LintFinding::serial_size));
  EXPECT_THAT(findings([](auto& contents, auto&) { contents.serial = {}; }),
              ElementsAre(LintFinding::unreadable));
}

TEST_F(CertificateLint, FindsValidityOutOfOrderOrBeyondTheIssuer) {
  EXPECT_THAT(findings([](auto& contents, auto&) { contents.not_after = contents.not_before; }),
              ElementsAre(LintFinding::validity_order));
  EXPECT_THAT(findings([&](auto& contents, auto&) { contents.not_after = authority.issuing.not_after + 1; }),
              ElementsAre(LintFinding::outside_issuer));
  EXPECT_THAT(
      findings([&](auto& contents, auto&) { contents.not_before = authority.issuing.not_before - 1; }),
      ElementsAre(LintFinding::outside_issuer));
}

TEST_F(CertificateLint, FindsTheIssuersKeyOrNameUsedAgain) {
  EXPECT_THAT(findings([&](auto& contents, auto&) { contents.public_key = authority.issuing.public_key; }),
              ElementsAre(LintFinding::subject_of_issuer));
  EXPECT_THAT(findings([&](auto& contents, auto&) { contents.subject = authority.issuing.subject; }),
              ElementsAre(LintFinding::subject_of_issuer));
}

TEST_F(CertificateLint, FindsAnEmptySubject) {
  EXPECT_THAT(findings([](auto& contents, auto&) { contents.subject = {}; }),
              ElementsAre(LintFinding::subject_empty));
}

TEST_F(CertificateLint, FindsWhatIsNotTheProfiles) {
  EXPECT_THAT(findings([](auto&, auto& profile) { profile.key_usage |= core::key_usage::key_agreement; }),
              ElementsAre(LintFinding::key_usage));
  EXPECT_THAT(findings([](auto&, auto& profile) { profile.is_authority = true; }),
              ElementsAre(LintFinding::basic_constraints, LintFinding::issuer_unfit));
  EXPECT_THAT(findings([](auto&, auto& profile) { profile.extended_key_usage = {"1.2.3"}; }),
              ElementsAre(LintFinding::extended_key_usage));
}

TEST_F(CertificateLint, FindsAnUnknownCriticalExtension) {
  EXPECT_THAT(findings([](auto& contents, auto&) {
                contents.extensions.push_back({"1.2.3.4", true, {0x05, 0x00}});
              }),
              ElementsAre(LintFinding::unreadable));
}

TEST_F(CertificateLint, FindsAnIssuerThatMayNotIssue) {
  const core::Certificate subscriber =
      authority.issue(subscriber_signing_profile(), authority.contents("张示范", authority.subscriber_key));
  const auto key = core::sm2::PrivateKey::generate(authority.random);
  ASSERT_TRUE(key);
  const auto tbs =
      build_tbs_certificate(subscriber_signing_profile(), authority.contents("李示范", *key), &subscriber);
  ASSERT_TRUE(tbs);
  EXPECT_THAT(lint_certificate(*tbs, subscriber_signing_profile(), &subscriber).findings,
              ElementsAre(LintFinding::issuer_unfit));
}

TEST_F(CertificateLint, FindsIdentifiersOfOtherKeys) {
  core::Certificate renamed = authority.issuing;
  renamed.subject_key_identifier[0] ^= 1;
  const auto tbs = build_tbs_certificate(subscriber_signing_profile(),
                                         authority.contents("张示范", authority.subscriber_key), &renamed);
  ASSERT_TRUE(tbs);
  EXPECT_THAT(lint_certificate(*tbs, subscriber_signing_profile(), &authority.issuing).findings,
              ElementsAre(LintFinding::authority_key_identifier));
  core::Bytes other_identifier = authority.root.tbs;
  const core::Bytes& identifier = authority.root.subject_key_identifier;
  const auto at =
      std::search(other_identifier.begin(), other_identifier.end(), identifier.begin(), identifier.end());
  ASSERT_NE(at, other_identifier.end());
  *at ^= 1;
  EXPECT_THAT(lint_certificate(other_identifier, root_profile(), nullptr).findings,
              ElementsAre(LintFinding::subject_key_identifier));
}

TEST_F(CertificateLint, FindsASelfSignedSubscriber) {
  const auto tbs = build_tbs_certificate(subscriber_signing_profile(),
                                         authority.contents("张示范", authority.subscriber_key), nullptr);
  ASSERT_TRUE(tbs);
  EXPECT_THAT(lint_certificate(*tbs, subscriber_signing_profile(), nullptr).findings,
              ElementsAre(LintFinding::issuer_unfit));
}

TEST_F(CertificateLint, FindsBytesThatAreNoCertificate) {
  EXPECT_THAT(lint_certificate({}, root_profile(), nullptr).findings, Contains(LintFinding::unreadable));
}

TEST_F(CertificateLint, ATokenSignsOnce) {
  LintOutcome outcome = lint_with([](CertificateContents&, CertificateProfile&) {});
  ASSERT_TRUE(outcome.passed);
  const Signer signer = signer_with(authority.issuing_key, authority.random);
  EXPECT_TRUE(sign_certificate(std::move(*outcome.passed), signer));
  auto again = sign_certificate(std::move(*outcome.passed), signer);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error(), core::Error::lint_refused);
}

TEST_F(CertificateLint, ASignatureOfAnotherKeyDoesNotLeave) {
  LintOutcome outcome = lint_with([](CertificateContents&, CertificateProfile&) {});
  ASSERT_TRUE(outcome.passed);
  auto certificate =
      sign_certificate(std::move(*outcome.passed), signer_with(authority.root_key, authority.random));
  ASSERT_FALSE(certificate);
  EXPECT_EQ(certificate.error(), core::Error::bad_signature);
}

TEST(CertificateBuilder, RefusesUrlsThatAreNotAscii) {
  Authority authority;
  CertificateContents contents = authority.contents("张示范", authority.subscriber_key);
  for (const char* url : {"", "http://示范.example.org/", "http://example.org/a b"}) {
    contents.addresses.crl = {url};
    EXPECT_FALSE(build_tbs_certificate(subscriber_signing_profile(), contents, &authority.issuing)) << url;
  }
}

TEST(CertificateBuilder, RandomSerialsArePositiveAndDiffer) {
  core::testing::TestRandom random(3);
  auto first = random_serial(random);
  auto second = random_serial(random);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->size(), 16u);
  EXPECT_EQ((*first)[0] & 0xc0, 0x40);
  EXPECT_NE(*first, *second);
  core::testing::FailingRandom failing;
  EXPECT_FALSE(random_serial(failing));
}

}  // namespace
}  // namespace palmkey::pki
