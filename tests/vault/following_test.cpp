// Orders that follow a certificate: renewal, change and the replacement of a lost phone's.
#include "core/certificate.hpp"
#include "tests/vault/issuing_fixture.hpp"
#include "vault/audit/owner_events.hpp"
#include "vault/calendar.hpp"
#include "vault/cosign/key_states.hpp"
#include "vault/issuing/certificate_status.hpp"
#include "vault/issuing/certificate_store.hpp"
#include "vault/issuing/issued_certificates.hpp"

namespace palmkey::vault {
namespace {

using test::Fields;

constexpr std::int64_t day = 24LL * 3600;

class Following : public test::IssuingTest {
 protected:
  Following() : first(issuer->issue(order())), serial(serial_of(first.signing)) {}

  IssueOrder following(const std::string& business, const std::string& number, Fields changed = {}) {
    Fields all{{"business", business}, {"follows", serial}};
    if (business != "renewal") all.emplace_back("months", "0");
    all.insert(all.end(), changed.begin(), changed.end());
    return order(number, all);
  }
  // What `expect` says of a certificate.
  core::Certificate decoded(const core::Bytes& der) { return *core::decode_certificate(der); }
  std::int64_t end_of_first() { return decoded(first.signing).not_after; }
  void go_to(std::int64_t at) { advance(at - clock.now()); }
  CertificateStatus status(const std::string& of) {
    return database->read([&](auto& t) { return find_certificate(t, split_keys, of, clock.now())->status; });
  }
  KeyCondition condition(const core::Bytes& key) {
    return database->read([&](auto& t) { return split_keys.find(t, key)->condition; });
  }

  CertificatePair first;
  std::string serial;
};
PALMKEY_ON_BOTH_DATABASES(Following);

TEST_P(Following, ARenewalsTermLiesBehindThePresentOneAndBothPairsWork) {
  go_to(end_of_first() - 30 * day);
  const auto renewed = issuer->issue(following("renewal", "0020270201000001"));
  const auto certificate = decoded(renewed.signing);
  EXPECT_EQ(certificate.not_before, clock.now());
  EXPECT_EQ(certificate.not_after, add_months(end_of_first() + 1, 12) - 1);
  EXPECT_EQ(certificate.public_key, decoded(first.signing).public_key);
  EXPECT_NE(decoded(renewed.encryption).public_key, decoded(first.encryption).public_key);
  EXPECT_EQ(status(serial), CertificateStatus::good);
  EXPECT_EQ(status(serial_of(renewed.signing)), CertificateStatus::good);
}

TEST_P(Following, ARenewalMayUseANewKey) {
  go_to(end_of_first() - 30 * day);
  applicant = split_keys.create();
  EXPECT_EQ(decoded(issuer->issue(following("renewal", "0020270201000001")).signing).not_after,
            add_months(end_of_first() + 1, 12) - 1);
}

TEST_P(Following, ALateRenewalBeginsNow) {
  go_to(end_of_first() + 10 * day);
  EXPECT_EQ(decoded(issuer->issue(following("renewal", "0020270311000001")).signing).not_after,
            add_months(clock.now(), 12) - 1);
}

TEST_P(Following, ARenewalOutsideItsTimeIsRefused) {
  go_to(end_of_first() - 61 * day);
  EXPECT_EQ(issue_failure(following("renewal", "0020270101000001")), "renewal_too_early");
  go_to(end_of_first() + 31 * day);
  EXPECT_EQ(issue_failure(following("renewal", "0020270401000001")), "renewal_too_late");
  EXPECT_EQ(rows("certificates"), 2);
}

TEST_P(Following, RepeatingAnOrderGivesTheSamePairAndTwoOrdersNever) {
  go_to(end_of_first() - 30 * day);
  const auto wanted = following("renewal", "0020270201000001");
  const auto once = issuer->issue(wanted);
  EXPECT_EQ(issuer->issue(wanted).signing, once.signing);
  EXPECT_EQ(issue_failure(following("renewal", "0020270201000002")), "certificate_followed");
  EXPECT_EQ(rows("certificates"), 4);
}

TEST_P(Following, SomebodyElsesCertificateCannotBeFollowed) {
  go_to(end_of_first() - 30 * day);
  EXPECT_EQ(
      issue_failure(following("renewal", "0020270201000001", {{"document-number", "11010119900307002X"}})),
      "holder_differs");
  EXPECT_EQ(issue_failure(following("renewal", "0020270201000001", {{"follows", "00ff"}})),
            "certificate_not_found");
  EXPECT_EQ(
      issue_failure(following("renewal", "0020270201000001", {{"follows", serial_of(first.encryption)}})),
      "certificate_not_found");
  EXPECT_EQ(issue_failure(following("renewal", "0020270201000001", {{"follows", ""}})), "follows_invalid");
  EXPECT_EQ(issue_failure(order("0020270201000001", {{"follows", serial}})), "follows_invalid");
  EXPECT_EQ(issue_failure(following("gift", "0020270201000001")), "business_unknown");
}

TEST_P(Following, ARevokedCertificateIsNotRenewed) {
  go_to(end_of_first() - 30 * day);
  revocation->revoke(revoke_order(serial));
  EXPECT_EQ(issue_failure(following("renewal", "0020270201000001")), "key_not_active");
  applicant = split_keys.create();
  EXPECT_EQ(issue_failure(following("renewal", "0020270201000001")), "certificate_revoked");
}

TEST_P(Following, WhatWasRevokedWhileItsRenewalWasDecidedIsNotRenewed) {
  go_to(end_of_first() - 30 * day);
  const auto wanted = following("renewal", "0020270201000001");
  // As after a crash between the decision and the certificates.
  split_keys.fail_encryption_keys = true;
  EXPECT_ANY_THROW(issuer->issue(wanted));
  split_keys.fail_encryption_keys = false;
  revocation->revoke(revoke_order(serial));
  ASSERT_TRUE(condition(applicant).retired);
  EXPECT_EQ(issue_failure(wanted), "certificate_revoked");
  EXPECT_EQ(rows("certificates"), 2) << "a good certificate of a key that is retired";
}

TEST_P(Following, AChangeKeepsKeyEndAndHolder) {
  advance(10 * day);
  const auto changed = issuer->issue(following(
      "change", "0020260311000001",
      {{"subject-name", "张示例"}, {"document-type", "passport"}, {"document-number", "E12345678"}}));
  const auto certificate = decoded(changed.signing);
  EXPECT_EQ(certificate.not_after, end_of_first());
  EXPECT_EQ(certificate.subject.find(core::attribute_type::common_name), "张示例");
  const auto holders = database->read([&](auto& t) {
    return std::pair(certificate_store::find(t, serial)->holder,
                     certificate_store::find(t, serial_of(changed.signing))->holder);
  });
  EXPECT_EQ(holders.first, holders.second);
}

TEST_P(Following, TheChangedPairIsRevokedOnceTheNewOneIsHandedOut) {
  advance(day);
  const IssuedCertificates issued(*authority, audit);
  const auto hand_out = [&] {
    database->transaction([&](auto& t) { issued.handed_out(t, applicant, clock.now()); });
  };
  hand_out();
  EXPECT_EQ(status(serial), CertificateStatus::good);
  const auto changed = issuer->issue(following("change", "0020260302000001"));
  EXPECT_EQ(status(serial), CertificateStatus::good) << "the phone does not have the new pair yet";
  hand_out();
  EXPECT_EQ(status(serial), CertificateStatus::revoked);
  EXPECT_EQ(status(serial_of(first.encryption)), CertificateStatus::revoked);
  EXPECT_EQ(status(serial_of(changed.signing)), CertificateStatus::good);
  EXPECT_FALSE(condition(applicant).retired);
}

TEST_P(Following, AChangedPairStaysWhereTheNewOneWasRevokedBeforeItCameToThePhone) {
  advance(day);
  const IssuedCertificates issued(*authority, audit);
  const auto changed = issuer->issue(following("change", "0020260302000001"));
  revocation->revoke(revoke_order(serial_of(changed.signing)));
  database->transaction([&](auto& t) { issued.handed_out(t, applicant, clock.now()); });
  EXPECT_EQ(status(serial), CertificateStatus::good) << "the holder was left without any";
  EXPECT_FALSE(condition(applicant).retired);
}

TEST_P(Following, WhatARenewalLeftGoodIsRevokedWithThePairThatIsChanged) {
  go_to(end_of_first() - 30 * day);
  const IssuedCertificates issued(*authority, audit);
  const auto before = serial;
  serial = serial_of(issuer->issue(following("renewal", "0020270201000001")).signing);
  const auto renewed = serial;
  const auto changed = issuer->issue(following("change", "0020270201000002"));
  const auto hand_out = [&] {
    database->transaction([&](auto& t) { issued.handed_out(t, applicant, clock.now()); });
  };
  EXPECT_EQ(status(before), CertificateStatus::good) << "the phone does not have the new pair yet";
  hand_out();
  for (const auto& old : {before, renewed}) EXPECT_EQ(status(old), CertificateStatus::revoked);
  EXPECT_EQ(status(serial_of(first.encryption)), CertificateStatus::revoked);
  EXPECT_EQ(status(serial_of(changed.signing)), CertificateStatus::good);
  hand_out();
  EXPECT_EQ(status(serial_of(changed.signing)), CertificateStatus::good);
}

TEST_P(Following, APairThatWasChangedTwiceIsRevokedThoughTheOneBetweenWasToo) {
  advance(day);
  const IssuedCertificates issued(*authority, audit);
  const auto before = serial;
  serial = serial_of(issuer->issue(following("change", "0020260302000001")).signing);
  const auto between = serial;
  const auto newest = serial_of(issuer->issue(following("change", "0020260302000002")).signing);
  revocation->revoke(revoke_order(between));
  database->transaction([&](auto& t) { issued.handed_out(t, applicant, clock.now()); });
  EXPECT_EQ(status(before), CertificateStatus::revoked);
  EXPECT_EQ(status(newest), CertificateStatus::good);
}

TEST_P(Following, AChangeNeedsTheSameKeyAndAnUnexpiredCertificate) {
  const auto old_key = applicant;
  applicant = split_keys.create();
  EXPECT_EQ(issue_failure(following("change", "0020260302000001")), "key_differs");
  applicant = old_key;
  EXPECT_EQ(issue_failure(following("change", "0020260302000001", {{"months", "12"}})), "months_invalid");
  go_to(end_of_first() + 1);
  EXPECT_EQ(issue_failure(following("change", "0020270302000001")), "certificate_expired");
}

class Replacing : public Following {
 protected:
  Replacing() {
    old_key = applicant;
    applicant = split_keys.create();
  }
  std::int64_t wait() const { return configuration.handover.replacement_wait_seconds; }
  core::Bytes old_key;
};
PALMKEY_ON_BOTH_DATABASES(Replacing);

TEST_P(Replacing, RevokesTheOldPairAtOnceAndKeepsTheTerm) {
  advance(day);
  const auto wanted = following("replacement", "0020260302000001");
  EXPECT_EQ(issue_failure(wanted), "replacement_waits");
  EXPECT_EQ(audited("replacement_announced"), 1);
  EXPECT_EQ(status(serial), CertificateStatus::good);
  advance(wait());
  const auto replaced = issuer->issue(wanted);
  EXPECT_EQ(decoded(replaced.signing).not_after, end_of_first());
  EXPECT_EQ(status(serial), CertificateStatus::revoked);
  EXPECT_EQ(status(serial_of(first.encryption)), CertificateStatus::revoked);
  EXPECT_EQ(status(serial_of(replaced.signing)), CertificateStatus::good);
  EXPECT_TRUE(condition(old_key).retired);
  EXPECT_TRUE(condition(old_key).held) << "the finder of the old phone opens nothing";
  EXPECT_EQ(audited("replacement_announced"), 1);
}

TEST_P(Replacing, RevokesThePairBeforeARenewalToo) {
  applicant = old_key;
  go_to(end_of_first() - 30 * day);
  const auto renewed = issuer->issue(following("renewal", "0020270201000001"));
  const auto before = std::exchange(serial, serial_of(renewed.signing));
  applicant = split_keys.create();
  const auto wanted = following("replacement", "0020270202000001");
  EXPECT_EQ(issue_failure(wanted), "replacement_waits");
  advance(wait());
  issuer->issue(wanted);
  for (const auto& lost : {before, serial_of(first.encryption), serial, serial_of(renewed.encryption)})
    EXPECT_EQ(status(lost), CertificateStatus::revoked);
}

TEST_P(Replacing, AnOwnerWhoStillHasThePhoneStopsItByUsingIt) {
  const auto wanted = following("replacement", "0020260302000001");
  EXPECT_EQ(issue_failure(wanted), "replacement_waits");
  split_keys.sign(old_key, text_of("statement", {{"origin", "https://palmkey.example"},
                                                 {"text", "我的手机没有丢"},
                                                 {"time", core::text_intent_time(clock.now())}}));
  EXPECT_EQ(issue_failure(wanted), "old_phone_in_use") << "at once";
  advance(wait());
  EXPECT_EQ(issue_failure(wanted), "old_phone_in_use") << "and when the wait is over";
  EXPECT_EQ(status(serial), CertificateStatus::good);
  EXPECT_EQ(rows("certificates"), 2);
}

TEST_P(Replacing, IsAnnouncedOnceHoweverOftenItIsAskedForInOneSecond) {
  const auto wanted = following("replacement", "0020260302000001");
  EXPECT_EQ(issue_failure(wanted), "replacement_waits");
  EXPECT_EQ(issue_failure(wanted), "replacement_waits");
  EXPECT_EQ(audited("replacement_announced"), 1);
}

TEST_P(Replacing, NeedsBothOfficersBeforeAnythingIsAnnounced) {
  auto wanted = following("replacement", "0020260302000001");
  wanted.review = wanted.acceptance;
  EXPECT_NE(issue_failure(wanted), "replacement_waits");
  EXPECT_EQ(audited("replacement_announced"), 0);
}

TEST_P(Replacing, NeedsAnotherKeyAndTheSamePerson) {
  const auto new_key = applicant;
  applicant = old_key;
  const auto same_key = following("replacement", "0020260302000001");
  EXPECT_EQ(issue_failure(same_key), "replacement_waits");
  advance(wait());
  EXPECT_EQ(issue_failure(same_key), "key_differs");
  applicant = new_key;
  const auto stranger =
      following("replacement", "0020260302000002", {{"document-number", "11010119900307002X"}});
  EXPECT_EQ(issue_failure(stranger), "replacement_waits");
  advance(wait());
  EXPECT_EQ(issue_failure(stranger), "holder_differs");
  EXPECT_EQ(status(serial), CertificateStatus::good);
}

TEST_P(Following, AnOfficerWithTheHoldersNameApprovesNothing) {
  const std::string number = "0020260302000009";
  const Fields change{{"business", "change"}, {"follows", serial}, {"months", "0"}};
  for (const auto role : {Role::acceptance, Role::review}) {
    const auto namesake = activate("张示范", role);
    const std::string step(name_of(role));
    auto wanted = following("change", number);
    auto& signed_by_namesake = role == Role::acceptance ? wanted.acceptance : wanted.review;
    signed_by_namesake = split_keys.sign(namesake.key, approval(namesake, step, number, change));
    EXPECT_EQ(issue_failure(wanted), "own_order") << step;
  }
}

}  // namespace
}  // namespace palmkey::vault
