#include "vault/issuing/revocation.hpp"

#include "core/certificate.hpp"
#include "pki/crl.hpp"
#include "pki/ocsp_request.hpp"
#include "pki/ocsp_response.hpp"
#include "pki/pem.hpp"
#include "tests/pki/tools_fixture.hpp"
#include "tests/vault/issuing_fixture.hpp"
#include "vault/audit/owner_events.hpp"
#include "vault/issuing/certificate_status.hpp"

namespace palmkey::vault {
namespace {

class Revoking : public test::IssuingTest {
 protected:
  Revoking()
      : pair(issuer->issue(order())),
        serial(serial_of(pair.signing)),
        pair_serial(serial_of(pair.encryption)) {}

  CertificateStatus status(const std::string& of) {
    return database->read(
        [&](platform::Transaction& t) { return find_certificate(t, split_keys, of, clock.now())->status; });
  }
  std::string revoke_failure(const RevokeOrder& wanted) {
    return test::failure_of([&] { revocation->revoke(wanted); });
  }
  pki::Crl present_crl() { return *pki::decode_crl(revocation->crl().der); }
  pki::OcspResponse ask(const std::vector<core::Bytes>& serials) {
    pki::OcspRequest request;
    for (const auto& one : serials)
      request.certificates.push_back(pki::certificate_id(authority->issuing(), one));
    request.nonce = core::Bytes(16, 7);
    return *pki::decode_ocsp_response(revocation->answer_ocsp(pki::encode_ocsp_request(request)).der);
  }

  CertificatePair pair;
  std::string serial, pair_serial;
};

TEST_P(Revoking, RevokesThePairOnTwoSignatures) {
  EXPECT_EQ(status(serial), CertificateStatus::good);
  advance(10);
  EXPECT_EQ(revocation->revoke(revoke_order(serial)), clock.now());
  EXPECT_EQ(status(serial), CertificateStatus::revoked);
  EXPECT_EQ(status(pair_serial), CertificateStatus::revoked);
  const auto crl = present_crl();
  EXPECT_TRUE(pki::verify_crl(crl, authority->issuing(), clock.now()));
  ASSERT_EQ(crl.revoked.size(), 2u);
  const auto* entry = crl.find(*core::from_hex(serial));
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->reason, pki::RevocationReason::key_compromise);
  EXPECT_EQ(entry->revoked_at, clock.now());
}

TEST_P(Revoking, TellsTheOwner) {
  revocation->revoke(revoke_order(serial));
  const auto events = database->read([](platform::Transaction& t) { return list_owner_events(t, 0, 10); });
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].kind, "certificate_revoked");
  EXPECT_EQ(events[0].key_id, applicant);
}

TEST_P(Revoking, ChangesNothingWhenRepeated) {
  const auto first = revocation->revoke(revoke_order(serial));
  const auto number = present_crl().number;
  advance(60);
  EXPECT_EQ(revocation->revoke(revoke_order(serial, "superseded")), first);
  EXPECT_EQ(revocation->revoke(revoke_order(pair_serial)), first);
  EXPECT_EQ(present_crl().number, number);
  EXPECT_EQ(audited("certificate_revoked"), 1);
}

TEST_P(Revoking, RefusesWhatTwoOperatorsDidNotSign) {
  auto wanted = revoke_order(serial);
  wanted.review = wanted.acceptance;
  EXPECT_EQ(revoke_failure(wanted), "approval_step_wrong");
  wanted = revoke_order(serial);
  wanted.review = split_keys.sign_outside(review.key, wanted.review.text);
  EXPECT_EQ(revoke_failure(wanted), "not_cosigned");
  wanted = revoke_order(serial);
  wanted.serial = pair_serial;
  EXPECT_EQ(revoke_failure(wanted), "serial_differs");
  wanted = revoke_order(serial);
  wanted.review = split_keys.sign(review.key, revocation_text(review, "review", serial, "superseded"));
  EXPECT_EQ(revoke_failure(wanted), "approvals_differ");
  wanted = revoke_order(serial);
  wanted.acceptance = split_keys.sign(acceptance.key, approval(acceptance, "acceptance", "1"));
  EXPECT_EQ(revoke_failure(wanted), "intent_refused");
  EXPECT_EQ(revoke_failure(revoke_order(serial, "certificate_hold")), "revocation_reason_unknown");
  EXPECT_EQ(revoke_failure(revoke_order("00")), "certificate_not_found");
  wanted = revoke_order(serial);
  advance(configuration.approval_seconds + 1);
  EXPECT_EQ(revoke_failure(wanted), "approval_stale");
  EXPECT_EQ(audited("certificate_revoked"), 0);
  EXPECT_EQ(rows("crls"), 0);
}

TEST_P(Revoking, NumbersCrlsUpwardsAndRenewsThemInTime) {
  const auto first = present_crl();
  EXPECT_EQ(first.next_update - first.this_update, configuration.crl_seconds);
  revocation->renew_crl();
  EXPECT_EQ(present_crl().number, first.number);
  advance(configuration.crl_seconds / 2 + 1);
  revocation->renew_crl();
  const auto second = present_crl();
  EXPECT_GT(second.number, first.number);
  EXPECT_EQ(second.this_update, clock.now());
  revocation->revoke(revoke_order(serial));
  EXPECT_GT(present_crl().number, second.number);
}

TEST_P(Revoking, AnswersOcspForThisMoment) {
  const auto known = *core::from_hex(serial);
  const core::Bytes unknown(16, 0x41);
  auto response = ask({known, unknown});
  EXPECT_TRUE(pki::verify_ocsp_response(response, authority->issuing(), core::Bytes(16, 7), clock.now()));
  ASSERT_EQ(response.answers.size(), 2u);
  EXPECT_EQ(response.answers[0].status, pki::OcspStatus::good);
  EXPECT_EQ(response.answers[1].status, pki::OcspStatus::unknown);

  revocation->revoke(revoke_order(serial));
  response = ask({known});
  EXPECT_EQ(response.answers.at(0).status, pki::OcspStatus::revoked);
  EXPECT_EQ(response.answers.at(0).reason, pki::RevocationReason::key_compromise);
}

TEST_P(Revoking, AnswersUnknownForAnotherAuthority) {
  pki::OcspRequest request;
  request.certificates.push_back(pki::certificate_id(authority->root(), *core::from_hex(serial)));
  const auto response =
      pki::decode_ocsp_response(revocation->answer_ocsp(pki::encode_ocsp_request(request)).der);
  ASSERT_TRUE(response);
  EXPECT_EQ(response->answers.at(0).status, pki::OcspStatus::unknown);
}

TEST_P(Revoking, SaysSoIfAnOcspRequestCannotBeRead) {
  const auto reply = revocation->answer_ocsp(core::Bytes{1, 2, 3});
  EXPECT_EQ(reply.der, pki::encode_ocsp_failure(pki::OcspFailure::malformed_request));
  EXPECT_EQ(reply.next_update, 0);
}

TEST_P(Revoking, MakesCrlsAndOcspAnswersThatOpensslReads) {
  revocation->revoke(revoke_order(serial));
  const pki::testing::Folder folder;
  const auto pem = [](core::ByteView der) { return pki::encode_pem(pki::pem_label::certificate, der); };
  folder.write("issuing.pem", core::as_bytes(pem(authority->issuing().der)));
  folder.write("signing.pem", core::as_bytes(pem(pair.signing)));
  folder.write("crl.der", revocation->crl().der);
  auto shown = folder.run("openssl crl -inform DER -in crl.der -noout -text");
  EXPECT_EQ(shown.exit_code, 0) << shown.output;
  std::string upper = serial;
  for (char& c : upper) c = static_cast<char>(std::toupper(c));
  EXPECT_NE(shown.output.find(upper), std::string::npos) << shown.output;
  EXPECT_NE(shown.output.find("Key Compromise"), std::string::npos);

  // Asked by OpenSSL's own client, in its default form (SHA-1 identifiers and a nonce).
  ASSERT_EQ(folder.run("openssl ocsp -issuer issuing.pem -cert signing.pem -reqout request.der").exit_code,
            0);
  folder.write("response.der", revocation->answer_ocsp(folder.read("request.der")).der);
  shown = folder.run(
      "openssl ocsp -reqin request.der -respin response.der -issuer issuing.pem -cert signing.pem -noverify "
      "-validity_period 2000000000");
  EXPECT_NE(shown.output.find("signing.pem: revoked"), std::string::npos) << shown.output;
}

TEST_P(Revoking, PutsBothCertificatesOfAFrozenKeyOnHold) {
  const auto before = present_crl().number;
  advance(7);
  split_keys.set_frozen(applicant, clock.now());
  const auto frozen_at = clock.now();
  advance(7);
  EXPECT_EQ(status(serial), CertificateStatus::on_hold);
  EXPECT_EQ(status(pair_serial), CertificateStatus::on_hold);
  const auto held = ask({*core::from_hex(serial), *core::from_hex(pair_serial)});
  for (const auto& answer : held.answers) {
    EXPECT_EQ(answer.status, pki::OcspStatus::revoked);
    EXPECT_EQ(answer.reason, pki::RevocationReason::certificate_hold);
    EXPECT_EQ(answer.revoked_at, frozen_at);
  }
  EXPECT_EQ(present_crl().number, before);  // at its next issue
  advance(configuration.crl_seconds / 2 + 1);
  revocation->renew_crl();
  EXPECT_EQ(present_crl().revoked.size(), 2u);
  for (const auto& one : {serial, pair_serial}) {
    const auto crl = present_crl();
    const auto* entry = crl.find(*core::from_hex(one));
    ASSERT_NE(entry, nullptr);
    EXPECT_EQ(entry->reason, pki::RevocationReason::certificate_hold);
    EXPECT_EQ(entry->revoked_at, frozen_at);
  }

  split_keys.set_frozen(applicant, std::nullopt);
  EXPECT_EQ(status(serial), CertificateStatus::good);
  EXPECT_EQ(ask({*core::from_hex(serial)}).answers.at(0).status, pki::OcspStatus::good);
  advance(configuration.crl_seconds / 2 + 1);
  revocation->renew_crl();
  EXPECT_TRUE(present_crl().revoked.empty());
}

TEST_P(Revoking, RevocationIsFinalForAFrozenKey) {
  split_keys.set_frozen(applicant, clock.now());
  advance(7);
  revocation->revoke(revoke_order(serial));
  const auto expect_revoked = [&] {
    EXPECT_EQ(status(serial), CertificateStatus::revoked);
    const auto answer = ask({*core::from_hex(serial)}).answers.at(0);
    EXPECT_EQ(answer.reason, pki::RevocationReason::key_compromise);
    EXPECT_EQ(answer.revoked_at, clock.now());
    const auto crl = present_crl();
    EXPECT_EQ(crl.revoked.size(), 2u);
    EXPECT_EQ(crl.find(*core::from_hex(serial))->reason, pki::RevocationReason::key_compromise);
  };
  expect_revoked();
  split_keys.set_frozen(applicant, std::nullopt);
  expect_revoked();
}

TEST_P(Revoking, LeavesAnExpiredCertificateOfAFrozenKeyOutOfTheCrl) {
  split_keys.set_frozen(applicant, clock.now());
  advance(366LL * 86400);
  EXPECT_EQ(status(serial), CertificateStatus::expired);
  EXPECT_TRUE(present_crl().revoked.empty());
}

TEST_P(Revoking, BlocksACertificateWhoseKeyIsNotActive) {
  split_keys.set_state(applicant, KeyState::locked);
  EXPECT_EQ(status(serial), CertificateStatus::key_blocked);
  split_keys.set_state(applicant, KeyState::active);
  EXPECT_EQ(status(serial), CertificateStatus::good);
  advance(366LL * 86400);
  EXPECT_EQ(status(serial), CertificateStatus::expired);
}

PALMKEY_ON_BOTH_DATABASES(Revoking);

}  // namespace
}  // namespace palmkey::vault
