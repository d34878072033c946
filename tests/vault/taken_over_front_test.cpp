// A front that was taken over: it has the vault's socket and everything that passes through it, and tries
// every method of the contract to get a certificate, a token or a revocation without the people whose
// signatures that takes.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/vault/service_fixture.hpp"

namespace palmkey::vault {
namespace {

class TakenOverFront : public test::ServiceTest {
 protected:
  std::string issue_code(const IssueOrder& wanted) {
    return code_of(&api::Vault::Stub::Issue, issue_request(wanted));
  }

  // Keys that the front made itself, and what it signs with them.
  test::SplitKeys own{random, clock};
};

TEST_P(TakenOverFront, FindsOnlyTheseMethods) {
  // Each beside the reason why it gives nothing that a person's signature should be needed for. A new method
  // fails this test until somebody has thought about it.
  const std::map<std::string, std::string> considered{
      {"Describe", "public, and signed by the root"},
      {"Exchange", "sealed between phone and vault, signed with the phone's device key"},
      {"Issue", "two operators' signatures, tried below"},
      {"Revoke", "two operators' signatures, tried below"},
      {"RevokeOwn", "the holder's own signature, tried in holders_orders_test.cpp"},
      {"ApproveUnlock", "two operators' signatures, tried in unlock_orders_test.cpp"},
      {"Recover", "recovery agents' signatures, tried in recovery_orders_test.cpp"},
      {"CountRecoveries", "public"},
      {"Hold", "an officer's signature, tried in holders_orders_test.cpp"},
      {"GetCertificate", "reads"},
      {"SignIn", "the person's own signature, tried below"},
      {"JsonWebKeys", "public"},
      {"GetCrl", "public"},
      {"AnswerOcsp", "public; signs status answers only, tried below"},
      {"GetChain", "public"},
      {"ListOperators", "reads"},
      {"ListRelyingParties", "reads"},
      {"CheckOperatorIntent", "checks and changes nothing"},
      {"ListEvents", "reads"},
      {"ListAudit", "reads; the log has identifiers and digests, no personal data"},
      {"VerifyAudit", "reads"},
      {"ChangeOperators", "two administrators' signatures, tried below"},
      {"ChangeRelyingParties", "two administrators' signatures, tried below"},
  };
  const auto* service = api::DescribeRequest::descriptor()->file()->service(0);
  ASSERT_EQ(api::DescribeRequest::descriptor()->file()->service_count(), 1);
  std::set<std::string> found, expected;
  for (int i = 0; i < service->method_count(); ++i) found.insert(service->method(i)->name());
  for (const auto& [name, reason] : considered) expected.insert(name);
  EXPECT_EQ(found, expected);
}

TEST_P(TakenOverFront, GetsNoCertificateWithoutTwoOperators) {
  EXPECT_NE(issue_code({}), "");

  // With one officer's approval and what the front can add to it.
  const auto honest = order();
  for (const auto& forged : {SignedIntent{}, honest.acceptance, SignedIntent{honest.review.text, {}},
                             SignedIntent{honest.review.text, honest.acceptance.signature},
                             split_keys.sign_outside(review.key, honest.review.text)}) {
    auto attempt = honest;
    attempt.review = forged;
    EXPECT_NE(issue_code(attempt), "");
  }
  // With the approvals of an honest order for the front's own key.
  const auto own_key = own.create();
  auto attempt = honest;
  attempt.request = own.request(own_key);
  EXPECT_NE(issue_code(attempt), "");
  // With approvals that it signed itself in the officers' names.
  const test::Fields with_own_key{{"public-key", core::to_hex(own.public_key(own_key))}};
  attempt.acceptance =
      own.sign(own_key, approval(acceptance, "acceptance", honest.order_number, with_own_key));
  attempt.review = own.sign(own_key, approval(review, "review", honest.order_number, with_own_key));
  EXPECT_NE(issue_code(attempt), "");

  EXPECT_EQ(rows("certificates"), 0);
  EXPECT_EQ(rows("issuances"), 0);
  EXPECT_EQ(issue_code(honest), "");  // what was tried was not refused for some other reason
}

TEST_P(TakenOverFront, CannotRevokeWithoutTwoOperators) {
  const auto serial = serial_of(issuer->issue(order()).signing);
  const auto honest = revoke_order(serial);
  for (const auto& forged : {SignedIntent{}, honest.acceptance, SignedIntent{honest.review.text, {}},
                             split_keys.sign_outside(review.key, honest.review.text)}) {
    auto attempt = honest;
    attempt.review = forged;
    EXPECT_NE(code_of(&api::Vault::Stub::Revoke, revoke_request(attempt)), "");
  }
  EXPECT_EQ(audited("certificate_revoked"), 0);
  EXPECT_EQ(code_of(&api::Vault::Stub::Revoke, revoke_request(honest)), "");
}

TEST_P(TakenOverFront, SignsNobodyIn) {
  const auto serial = serial_of(issuer->issue(order()).signing);
  const auto text = text_of("login", {{"relying-party", "portal"},
                                      {"name", "示范省政府采购"},
                                      {"origin", "https://portal.example"},
                                      {"session", "s"},
                                      {"nonce", "n"},
                                      {"place", ""},
                                      {"code", "42"},
                                      {"time", core::text_intent_time(clock.now())}});
  api::SignInRequest request;
  request.set_certificate_serial(serial);
  request.set_issuer(configuration.base_url);
  request.set_algorithm("ES256");
  const auto attempt = [&](const SignedIntent& intent) {
    fill(*request.mutable_intent(), intent);
    return code_of(&api::Vault::Stub::SignIn, request);
  };
  EXPECT_NE(attempt({}), "");
  EXPECT_NE(attempt({text, {}}), "");
  EXPECT_NE(attempt(own.sign(own.create(), text)), "");
  EXPECT_NE(attempt(split_keys.sign_outside(applicant, text)), "");
  // A signature that the person made for something else.
  EXPECT_NE(attempt({text, split_keys.sign(applicant, "PalmKey intent 1\n").signature}), "");
  EXPECT_EQ(rows("sign_ins"), 0);
  EXPECT_EQ(attempt(split_keys.sign(applicant, text)), "");
}

TEST_P(TakenOverFront, GetsNothingSignedByAskingForStatus) {
  api::OcspRequest request;
  request.set_request_der(
      std::string(core::as_text(core::as_bytes(approval(acceptance, "acceptance", "1")))));
  const auto reply = platform::rpc_call(&api::Vault::Stub::AnswerOcsp, *stub, request);
  EXPECT_EQ(reply.response_der().size(), 5u);  // "malformed request", unsigned
}

TEST_P(TakenOverFront, CannotActAsAnOfficer) {
  const auto desk = text_of("desk", {{"operator", review.id},
                                     {"origin", "https://console.example"},
                                     {"session", "s"},
                                     {"place", ""},
                                     {"code", ""},
                                     {"time", core::text_intent_time(clock.now())}});
  const auto check = [&](const SignedIntent& intent) {
    api::CheckOperatorIntentRequest request;
    fill(*request.mutable_intent(), intent);
    return code_of(&api::Vault::Stub::CheckOperatorIntent, request);
  };
  EXPECT_NE(check({desk, {}}), "");
  EXPECT_NE(check(own.sign(own.create(), desk)), "");
  EXPECT_NE(check(split_keys.sign(applicant, desk)), "");
  EXPECT_EQ(check(split_keys.sign(review.key, desk)), "");
}

TEST_P(TakenOverFront, AppointsNobodyAndRegistersNoSite) {
  const auto one = activate("示范管理员甲", Role::administrator);
  const auto two = activate("示范管理员乙", Role::administrator);
  const auto appointment = [&](const test::Officer& by) {
    return text_of("appoint", {{"operator", by.id},
                               {"operator-id", ""},
                               {"name", "示范"},
                               {"role", "review"},
                               {"activation", std::string(64, 'a')},
                               {"time", core::text_intent_time(clock.now())}});
  };
  const auto removal = [&](const test::Officer& by) {
    return text_of(
        "remove-site",
        {{"operator", by.id}, {"client-id", "portal"}, {"time", core::text_intent_time(clock.now())}});
  };
  const auto own_key = own.create();
  const auto refused = [&](auto method, auto request, const auto& text) {
    const auto honest = split_keys.sign(one.key, text(one));
    for (const auto& forged :
         {SignedIntent{}, honest, SignedIntent{text(two), {}}, SignedIntent{text(two), honest.signature},
          own.sign(own_key, text(two)), split_keys.sign_outside(two.key, text(two)),
          split_keys.sign(review.key, text(review))}) {
      fill(*request.mutable_first(), honest);
      fill(*request.mutable_second(), forged);
      EXPECT_NE(code_of(method, request), "");
    }
    fill(*request.mutable_second(), split_keys.sign(two.key, text(two)));
    return request;
  };
  const auto operators_before = rows("operators");
  const auto change = refused(&api::Vault::Stub::ChangeOperators, api::ChangeOperatorsRequest(), appointment);
  EXPECT_EQ(rows("operators"), operators_before);
  const auto site =
      refused(&api::Vault::Stub::ChangeRelyingParties, api::ChangeRelyingPartiesRequest(), removal);
  EXPECT_EQ(audited("relying_party.removed"), 0);
  EXPECT_EQ(code_of(&api::Vault::Stub::ChangeOperators, change), "");
  EXPECT_EQ(code_of(&api::Vault::Stub::ChangeRelyingParties, site), "");
}

TEST_P(TakenOverFront, IsRefusedMessagesThatAreTooLarge) {
  api::ExchangeRequest request;
  request.set_sealed_request_der(std::string(64 * 1024 + 1, 'x'));
  EXPECT_EQ(code_of(&api::Vault::Stub::Exchange, request), "request_too_large");
}

PALMKEY_ON_BOTH_DATABASES(TakenOverFront);

}  // namespace
}  // namespace palmkey::vault
