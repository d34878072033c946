// What a holder and the hotline may do to certificates: revocation by the holder, hold and release by an
// officer.
#include "core/certificate.hpp"
#include "core/sm2/signature.hpp"
#include "pki/crl.hpp"
#include "tests/vault/issuing_fixture.hpp"
#include "vault/audit/owner_events.hpp"
#include "vault/cosign/key_states.hpp"
#include "vault/issuing/certificate_status.hpp"
#include "vault/issuing/holding.hpp"

namespace palmkey::vault {
namespace {

constexpr std::int64_t day = 24LL * 3600;

class HoldersOrders : public test::IssuingTest {
 protected:
  HoldersOrders()
      : pair(issuer->issue(order())),
        serial(serial_of(pair.signing)),
        pair_serial(serial_of(pair.encryption)) {
    migrate_holding(*database);
  }

  SignedIntent revoke_own_intent(const std::string& reason = "cessation_of_operation", std::string of = {}) {
    if (of.empty()) of = serial;
    return split_keys.sign(applicant, text_of("revoke-own", {{"serial", of},
                                                             {"reason", reason},
                                                             {"time", core::text_intent_time(clock.now())}}));
  }
  std::string revoke_own_failure(const RevokeOwnOrder& wanted) {
    return test::failure_of([&] { revocation->revoke_own(wanted); });
  }
  SignedIntent stop_intent(const test::Officer& officer, const std::string& type, const std::string& of) {
    return split_keys.sign(officer.key, text_of(type, {{"operator", officer.id},
                                                       {"serial", of},
                                                       {"reason", "本人来电挂失"},
                                                       {"time", core::text_intent_time(clock.now())}}));
  }
  std::optional<std::int64_t> act(const SignedIntent& intent) { return holding.act({serial, intent}); }
  std::string act_failure(const HoldOrder& wanted) {
    return test::failure_of([&] { holding.act(wanted); });
  }
  CertificateStatus status(const std::string& of) {
    return database->read(
        [&](platform::Transaction& t) { return find_certificate(t, split_keys, of, clock.now())->status; });
  }
  void go_to_renewal() {
    advance(core::decode_certificate(pair.signing)->not_after - 30 * day - clock.now());
  }
  KeyCondition condition() {
    return database->read([&](platform::Transaction& t) { return split_keys.find(t, applicant)->condition; });
  }

  Holding holding{{resources, audit, operator_intents, split_keys}};
  CertificatePair pair;
  std::string serial, pair_serial;
};
PALMKEY_ON_BOTH_DATABASES(HoldersOrders);

TEST_P(HoldersOrders, TheHolderRevokesBothCertificatesAlone) {
  advance(10);
  EXPECT_EQ(revocation->revoke_own({serial, revoke_own_intent()}), clock.now());
  EXPECT_EQ(status(serial), CertificateStatus::revoked);
  EXPECT_EQ(status(pair_serial), CertificateStatus::revoked);
  const auto crl = *pki::decode_crl(revocation->crl().der);
  ASSERT_EQ(crl.revoked.size(), 2U);
  EXPECT_EQ(crl.find(*core::from_hex(serial))->reason, pki::RevocationReason::cessation_of_operation);
  const auto events = database->read([](platform::Transaction& t) { return list_owner_events(t, 0, 10); });
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].kind, "certificate_revoked");
}

TEST_P(HoldersOrders, TheHolderRevokesThePairBeforeARenewalToo) {
  go_to_renewal();
  const auto renewed =
      issuer->issue(order("0020270201000001", {{"business", "renewal"}, {"follows", serial}}));
  const auto newest = serial_of(renewed.signing);
  ASSERT_EQ(status(serial), CertificateStatus::good);
  revocation->revoke_own({newest, revoke_own_intent("key_compromise", newest)});
  for (const auto& of : {serial, pair_serial, newest, serial_of(renewed.encryption)})
    EXPECT_EQ(status(of), CertificateStatus::revoked);
  EXPECT_TRUE(condition().retired);
  EXPECT_EQ(audited("certificate_revoked"), 1) << "the holder is told once";
}

TEST_P(HoldersOrders, TheAuthorityRevokesThePairThatItNames) {
  go_to_renewal();
  issuer->issue(order("0020270201000001", {{"business", "renewal"}, {"follows", serial}}));
  revocation->revoke(revoke_order(serial));
  EXPECT_EQ(status(serial), CertificateStatus::revoked);
  EXPECT_FALSE(condition().retired);
}

TEST_P(HoldersOrders, ARevokedKeyIsRetired) {
  EXPECT_FALSE(condition().retired);
  revocation->revoke_own({serial, revoke_own_intent()});
  EXPECT_TRUE(condition().retired);
  EXPECT_EQ(condition().state, KeyState::active);
}

TEST_P(HoldersOrders, ByTheAuthorityToo) {
  revocation->revoke(revoke_order(serial));
  EXPECT_TRUE(condition().retired);
}

TEST_P(HoldersOrders, RepeatingARevocationChangesNothing) {
  const auto wanted = RevokeOwnOrder{serial, revoke_own_intent()};
  const auto first = revocation->revoke_own(wanted);
  advance(3600);
  EXPECT_EQ(revocation->revoke_own(wanted), first);
  EXPECT_EQ(audited("certificate_revoked"), 1);
  EXPECT_EQ(rows("crls"), 1);
}

TEST_P(HoldersOrders, NobodyElseRevokesInTheHoldersName) {
  const auto stranger = split_keys.create();
  const auto text = revoke_own_intent().text;
  EXPECT_EQ(revoke_own_failure({serial, split_keys.sign(stranger, text)}), "bad_signature");
  EXPECT_EQ(revoke_own_failure({serial, split_keys.sign_outside(applicant, text + " ")}), "intent_refused");
  EXPECT_EQ(revoke_own_failure({pair_serial, revoke_own_intent()}), "serial_differs");
  EXPECT_EQ(revoke_own_failure({serial, revoke_own_intent("privilege_withdrawn")}),
            "revocation_reason_unknown");
  EXPECT_EQ(revoke_own_failure({serial, revoke_own_intent("certificate_hold")}), "revocation_reason_unknown");
  // Signed for something else.
  const auto statement = text_of("statement", {{"origin", "https://palmkey.example"},
                                               {"text", serial},
                                               {"time", core::text_intent_time(clock.now())}});
  EXPECT_EQ(revoke_own_failure({serial, split_keys.sign(applicant, statement)}), "intent_refused");
  // By one who has the whole key, but not the vault.
  advance(1);
  const auto later =
      text_of("revoke-own",
              {{"serial", serial}, {"reason", "unspecified"}, {"time", core::text_intent_time(clock.now())}});
  EXPECT_EQ(revoke_own_failure({serial, split_keys.sign_outside(applicant, later)}), "not_cosigned");
  EXPECT_EQ(status(serial), CertificateStatus::good);
  EXPECT_EQ(audited("certificate_revoked"), 0);
}

TEST_P(HoldersOrders, AnOldSignatureRevokesNothing) {
  const auto signed_before = revoke_own_intent();
  advance(301);
  EXPECT_EQ(revoke_own_failure({serial, signed_before}), "intent_stale");
  EXPECT_EQ(status(serial), CertificateStatus::good);
}

TEST_P(HoldersOrders, AnOfficerStopsAKeyAndLetsItGoAgain) {
  advance(5);
  EXPECT_EQ(act(stop_intent(acceptance, "hold", serial)), clock.now());
  EXPECT_EQ(status(serial), CertificateStatus::on_hold);
  EXPECT_EQ(status(pair_serial), CertificateStatus::on_hold);
  advance(5);
  EXPECT_EQ(act(stop_intent(review, "release", serial)), std::nullopt);
  EXPECT_EQ(status(serial), CertificateStatus::good);
  EXPECT_EQ(audited("key_held"), 1);
  EXPECT_EQ(audited("key_released"), 1);
}

TEST_P(HoldersOrders, AHoldDoesNotTakeTheHoldersFreezeBack) {
  split_keys.set_frozen(applicant, clock.now());
  const auto frozen_at = clock.now();
  advance(5);
  EXPECT_EQ(act(stop_intent(acceptance, "hold", serial)), frozen_at);
  EXPECT_EQ(act(stop_intent(acceptance, "release", serial)), frozen_at);
  EXPECT_EQ(status(serial), CertificateStatus::on_hold);
}

TEST_P(HoldersOrders, AnIntentIsActedOnOnce) {
  const auto held = stop_intent(acceptance, "hold", serial);
  EXPECT_TRUE(act(held));
  advance(1);
  const auto released = stop_intent(acceptance, "release", serial);
  EXPECT_FALSE(act(released));
  advance(1);
  const auto again = stop_intent(acceptance, "hold", serial);
  EXPECT_TRUE(act(again));
  EXPECT_TRUE(act(released)) << "an old release was replayed";
  EXPECT_EQ(status(serial), CertificateStatus::on_hold);
  EXPECT_EQ(audited("key_held"), 2);
}

TEST_P(HoldersOrders, OnlyAnOfficerStopsKeysAndOnlyWhatWasSigned) {
  const auto administrator = activate("示范管理员", Role::administrator);
  const auto agent = activate("示范恢复员", Role::recovery);
  for (const auto& other : {administrator, agent})
    EXPECT_EQ(act_failure({serial, stop_intent(other, "hold", serial)}), "operator_not_allowed");
  EXPECT_EQ(act_failure({pair_serial, stop_intent(acceptance, "hold", serial)}), "serial_differs");
  EXPECT_EQ(act_failure({"00", stop_intent(acceptance, "hold", "00")}), "certificate_not_found");
  auto forged = stop_intent(acceptance, "hold", serial);
  forged.signature = split_keys.sign(review.key, forged.text).signature;
  EXPECT_EQ(act_failure({serial, forged}), "bad_signature");
  advance(1);
  const auto old = stop_intent(acceptance, "hold", serial);
  advance(601);
  EXPECT_EQ(act_failure({serial, old}), "approval_stale");
  EXPECT_EQ(status(serial), CertificateStatus::good);
}

TEST_P(HoldersOrders, AClosedKeyIsNotReleased) {
  split_keys.set_state(applicant, KeyState::closed);
  EXPECT_EQ(act_failure({serial, stop_intent(acceptance, "release", serial)}), "key_closed");
}

}  // namespace
}  // namespace palmkey::vault
