#include "vault/issuing/issuer.hpp"

#include "core/certificate.hpp"
#include "pki/pem.hpp"
#include "tests/pki/tools_fixture.hpp"
#include "tests/vault/issuing_fixture.hpp"

namespace palmkey::vault {
namespace {

class Issuing : public test::IssuingTest {
 protected:
  // What must hold after every refusal.
  void expect_nothing_issued() {
    EXPECT_EQ(rows("certificates"), 0);
    EXPECT_EQ(rows("issuances"), 0);
    EXPECT_EQ(audited("order.decided"), 0);
    EXPECT_EQ(split_keys.encryption_keys_made, 0);
  }
  void expect_refused(const IssueOrder& wanted, const std::string& code) {
    EXPECT_EQ(issue_failure(wanted), code);
    expect_nothing_issued();
  }
};

TEST_P(Issuing, IssuesAPairFromTwoApprovals) {
  const auto pair = issuer->issue(order());
  const auto signing = core::decode_certificate(pair.signing);
  const auto encryption = core::decode_certificate(pair.encryption);
  ASSERT_TRUE(signing && encryption);
  EXPECT_EQ(core::to_hex(signing->public_key.encode()), core::to_hex(split_keys.public_key(applicant)));
  EXPECT_NE(core::to_hex(encryption->public_key.encode()), core::to_hex(split_keys.public_key(applicant)));
  EXPECT_EQ(signing->subject, encryption->subject);
  EXPECT_EQ(signing->subject.text(), "CN=张示范,O=示范公司,L=示范市,ST=示范省,C=CN");
  EXPECT_NE(signing->serial, encryption->serial);
  EXPECT_EQ(signing->key_usage, core::key_usage::digital_signature | core::key_usage::non_repudiation);
  EXPECT_EQ(encryption->key_usage, core::key_usage::key_encipherment | core::key_usage::data_encipherment |
                                       core::key_usage::key_agreement);
  EXPECT_EQ(signing->not_before, clock.now());
  EXPECT_EQ(signing->not_after, clock.now() + 365 * 86400 - 1);
  EXPECT_TRUE(core::verify_chain(*signing, authority->issuing(), authority->root(), clock.now()));
  EXPECT_TRUE(core::verify_chain(*encryption, authority->issuing(), authority->root(), clock.now()));
}

TEST_P(Issuing, MakesCertificatesThatOpensslAndCerttoolAccept) {
  const auto pair = issuer->issue(order());
  const pki::testing::Folder folder;
  folder.write("issuing.pem",
               core::as_bytes(pki::encode_pem(pki::pem_label::certificate, authority->issuing().der)));
  folder.write("signing.pem", core::as_bytes(pki::encode_pem(pki::pem_label::certificate, pair.signing)));
  folder.write("encryption.pem",
               core::as_bytes(pki::encode_pem(pki::pem_label::certificate, pair.encryption)));
  for (const std::string name : {"signing.pem", "encryption.pem"}) {
    const auto verified =
        folder.run("openssl verify -x509_strict -partial_chain -vfyopt distid:1234567812345678 -attime " +
                   std::to_string(clock.now()) + " -trusted issuing.pem " + name);
    EXPECT_EQ(verified.exit_code, 0) << verified.output;
    EXPECT_EQ(folder.run("certtool -i --infile " + name).exit_code, 0);
  }
  const auto shown = folder.run("openssl x509 -in signing.pem -noout -text").output;
  EXPECT_NE(shown.find("URI:https://palmkey.example/crl"), std::string::npos) << shown;
  EXPECT_NE(shown.find("OCSP - URI:https://palmkey.example/ocsp"), std::string::npos);
  EXPECT_NE(shown.find("CA Issuers - URI:https://palmkey.example/ca/issuing.cer"), std::string::npos);
  EXPECT_NE(shown.find("1.2.156.999999.1"), std::string::npos);
  EXPECT_NE(shown.find("1.2.156.10260.4.1.1"), std::string::npos);
  EXPECT_EQ(shown.find("110101199003070011"), std::string::npos);
}

TEST_P(Issuing, WritesTheIdentityNumberAsTheProfileSays) {
  const auto has_extension = [](const core::Bytes& der) {
    return core::find_extension(core::decode_certificate(der)->extensions, "1.2.156.10260.4.1.1") != nullptr;
  };
  const auto shows_number = [](const core::Bytes& der) {
    return core::as_text(der).find("110101199003070011") != std::string_view::npos;
  };
  const auto clear = issuer->issue(order("1", {{"profile", "person-clear"}}));
  EXPECT_TRUE(has_extension(clear.signing));
  EXPECT_TRUE(shows_number(clear.signing));
  applicant = split_keys.create();
  const auto plain = issuer->issue(order("2", {{"profile", "person-plain"}}));
  EXPECT_FALSE(has_extension(plain.signing));
  EXPECT_FALSE(shows_number(plain.signing));
}

TEST_P(Issuing, RecordsTheDecisionBeforeAnythingIsSigned) {
  split_keys.fail_encryption_keys = true;
  const auto wanted = order();
  EXPECT_THROW(issuer->issue(wanted), std::runtime_error);
  EXPECT_EQ(audited("order.decided"), 1);
  EXPECT_EQ(rows("certificates"), 0);
  EXPECT_EQ(audited("certificates.issued"), 0);
  const auto serial = database->read(
      [](platform::Transaction& t) { return t.query_one("SELECT signing_serial FROM issuances")->text(0); });

  // The order goes on where it stopped, with the serial numbers that were set aside for it.
  split_keys.fail_encryption_keys = false;
  advance(3600);
  const auto pair = issuer->issue(wanted);
  EXPECT_EQ(serial_of(pair.signing), serial);
  EXPECT_EQ(audited("order.decided"), 1);
  EXPECT_EQ(audited("certificates.issued"), 1);
}

TEST_P(Issuing, ReturnsTheSameCertificatesForTheSameOrder) {
  const auto wanted = order();
  const auto first = issuer->issue(wanted);
  advance(90LL * 24 * 3600);
  operators.deactivate(review.id);
  const auto second = issuer->issue(wanted);
  EXPECT_EQ(first.signing, second.signing);
  EXPECT_EQ(first.encryption, second.encryption);
  EXPECT_EQ(rows("certificates"), 2);
  EXPECT_EQ(audited("certificates.issued"), 1);
  EXPECT_EQ(split_keys.encryption_keys_made, 1);
}

TEST_P(Issuing, RefusesOneApprovalTwice) {
  auto wanted = order();
  wanted.review = wanted.acceptance;
  expect_refused(wanted, "approval_step_wrong");
  wanted = order();
  wanted.acceptance = wanted.review;
  expect_refused(wanted, "approval_step_wrong");
}

TEST_P(Issuing, RefusesAMissingApproval) {
  auto wanted = order();
  wanted.review = {};
  expect_refused(wanted, "intent_refused");
  wanted = order();
  wanted.acceptance = {};
  expect_refused(wanted, "intent_refused");
}

TEST_P(Issuing, RefusesBothStepsByOneOperator) {
  auto wanted = order();
  wanted.review = split_keys.sign(acceptance.key, approval(acceptance, "review", wanted.order_number));
  expect_refused(wanted, "operator_not_allowed");
}

TEST_P(Issuing, RefusesTheWrongRole) {
  const auto administrator = activate("示范管理员", Role::administrator);
  auto wanted = order();
  wanted.review = split_keys.sign(administrator.key, approval(administrator, "review", wanted.order_number));
  expect_refused(wanted, "operator_not_allowed");
  // Two reviewing officers are not one of each.
  const auto second = activate("示范复核员乙", Role::review);
  wanted.acceptance = split_keys.sign(second.key, approval(second, "acceptance", wanted.order_number));
  expect_refused(wanted, "operator_not_allowed");
}

TEST_P(Issuing, RefusesAnOperatorWhoWasDeactivated) {
  const auto wanted = order();
  operators.deactivate(acceptance.id);
  expect_refused(wanted, "operator_not_allowed");
}

TEST_P(Issuing, RefusesWhatAStoppedOperatorsKeySigned) {
  const auto wanted = order();
  split_keys.set_frozen(acceptance.key, clock.now());
  expect_refused(wanted, "key_not_active");
  split_keys.set_frozen(acceptance.key, std::nullopt);
  split_keys.set_state(review.key, KeyState::suspended);
  expect_refused(wanted, "key_not_active");
  split_keys.set_state(review.key, KeyState::locked);  // wrong PINs say nothing of what was signed before
  EXPECT_EQ(issue_failure(wanted), "");
}

TEST_P(Issuing, RefusesAFrozenKey) {
  const auto wanted = order();
  split_keys.set_frozen(applicant, clock.now());
  expect_refused(wanted, "key_not_active");
}

TEST_P(Issuing, RefusesAnUnknownOperator) {
  auto wanted = order();
  wanted.review =
      split_keys.sign(review.key, approval(test::Officer{"op99", review.key}, "review", wanted.order_number));
  expect_refused(wanted, "operator_not_allowed");
}

TEST_P(Issuing, RefusesAFieldChangedAfterTheFirstSignature) {
  for (const auto& [field, value] : test::Fields{{"service", "x"},
                                                 {"profile", "person-plain"},
                                                 {"subject-country", "DE"},
                                                 {"subject-province", "x"},
                                                 {"subject-locality", "x"},
                                                 {"subject-organization", "x"},
                                                 {"subject-unit", "x"},
                                                 {"subject-name", "李示范"},
                                                 {"document-type", "passport"},
                                                 {"document-number", "110101199003070038"},
                                                 {"months", "24"},
                                                 {"application", std::string(64, 'b')},
                                                 {"order", "2"}}) {
    auto wanted = order();
    wanted.review =
        split_keys.sign(review.key, approval(review, "review", wanted.order_number, {{field, value}}));
    SCOPED_TRACE(field);
    expect_refused(wanted, "approvals_differ");
  }
}

TEST_P(Issuing, RefusesATextThatIsNotTheSignedOne) {
  auto wanted = order();
  const auto changed = approval(acceptance, "acceptance", wanted.order_number, {{"subject-name", "李示范"}});
  const auto also_changed = approval(review, "review", wanted.order_number, {{"subject-name", "李示范"}});
  wanted.acceptance.text = changed;
  wanted.review.text = also_changed;
  expect_refused(wanted, "bad_signature");
}

TEST_P(Issuing, RefusesASignatureThatTheVaultHadNoPartIn) {
  auto wanted = order();
  wanted.review = split_keys.sign_outside(review.key, wanted.review.text);
  expect_refused(wanted, "not_cosigned");
}

TEST_P(Issuing, RefusesASignatureOfAnotherOperatorsKey) {
  auto wanted = order();
  wanted.review = split_keys.sign(acceptance.key, wanted.review.text);
  expect_refused(wanted, "bad_signature");
}

TEST_P(Issuing, RefusesApprovalsOfAnotherOrder) {
  auto wanted = order("1");
  wanted.order_number = "2";
  expect_refused(wanted, "order_number_differs");
}

TEST_P(Issuing, RefusesAnotherContentForAnOrderThatIsDone) {
  issuer->issue(order("1"));
  EXPECT_EQ(issue_failure(order("1", {{"subject-name", "李示范"}})), "order_conflict");
  EXPECT_EQ(rows("certificates"), 2);
}

TEST_P(Issuing, RefusesASecondPairForOneKey) {
  issuer->issue(order("1"));
  EXPECT_EQ(issue_failure(order("2")), "key_has_certificate");
  EXPECT_EQ(rows("certificates"), 2);
}

TEST_P(Issuing, RefusesARequestForAnotherKey) {
  auto wanted = order();
  wanted.request = split_keys.request(split_keys.create());
  expect_refused(wanted, "public_key_differs");
}

TEST_P(Issuing, RefusesARequestWithoutProofOfPossession) {
  auto wanted = order();
  wanted.request.back() ^= 1;
  expect_refused(wanted, "bad_signature");
  wanted.request = {};
  expect_refused(wanted, "malformed");
}

TEST_P(Issuing, RefusesAKeyThatWasMadeOutside) {
  test::SplitKeys elsewhere(random, clock);
  const auto outside = elsewhere.create();
  auto wanted = order("1", {{"public-key", core::to_hex(elsewhere.public_key(outside))}});
  wanted.request = elsewhere.request(outside);
  expect_refused(wanted, "key_unknown");
}

TEST_P(Issuing, RefusesAnOperatorsKey) {
  applicant = review.key;
  expect_refused(order(), "key_unknown");
}

TEST_P(Issuing, RefusesALockedOrSuspendedKey) {
  for (const auto state : {KeyState::locked, KeyState::suspended, KeyState::closed}) {
    split_keys.set_state(applicant, state);
    expect_refused(order(), "key_not_active");
  }
}

TEST_P(Issuing, RefusesOldApprovals) {
  auto wanted = order();
  const auto old = wanted;
  advance(configuration.approval_seconds + 1);
  expect_refused(old, "approval_stale");
  wanted = order();
  wanted.acceptance = old.acceptance;
  expect_refused(wanted, "approval_stale");
  wanted = order();
  wanted.review = old.review;
  expect_refused(wanted, "approval_stale");
}

TEST_P(Issuing, RefusesOtherTerms) {
  for (const std::string months : {"13", "0", "-12", "012", "", "120", "twelve"}) {
    expect_refused(order("1", {{"months", months}}), "months_invalid");
  }
}

TEST_P(Issuing, RefusesContentsThatNoCertificateCanCarry) {
  expect_refused(order("1", {{"subject-name", ""}}), "subject_invalid");
  expect_refused(order("1", {{"subject-country", "China"}}), "subject_invalid");
  expect_refused(order("1", {{"profile", "other"}}), "profile_unknown");
  expect_refused(order("1", {{"document-number", ""}}), "document_invalid");
  expect_refused(order("1", {{"public-key", "04"}}), "public_key_invalid");
  expect_refused(order("", {}), "order_number_invalid");
}

TEST_P(Issuing, RefusesATermBeyondTheAuthoritysOwn) {
  advance(static_cast<std::int64_t>(9.5 * 365 * 86400));
  expect_refused(order(), "authority_ends_before");
}

TEST_P(Issuing, GivesOnePersonOneHolderOverRenewals) {
  const auto holder = [&](const core::Bytes& der) {
    return database->read([&](platform::Transaction& t) {
      return t.query_one("SELECT holder FROM certificates WHERE serial = ?", serial_of(der))->text(0);
    });
  };
  const auto first = issuer->issue(order("1"));
  applicant = split_keys.create();
  const auto renewed = issuer->issue(order("2", {{"subject-organization", "示范新公司"}}));
  applicant = split_keys.create();
  const auto other = issuer->issue(order("3", {{"document-number", "110101199003070038"}}));
  EXPECT_EQ(holder(first.signing), holder(renewed.signing));
  EXPECT_NE(holder(first.signing), holder(other.signing));
}

PALMKEY_ON_BOTH_DATABASES(Issuing);

}  // namespace
}  // namespace palmkey::vault
