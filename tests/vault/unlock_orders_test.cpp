// What officers sign before a locked key gets a new PIN.
#include "tests/vault/issuing_fixture.hpp"
#include "vault/cosign/key_states.hpp"
#include "vault/unlocking/unlocking.hpp"

namespace palmkey::vault {
namespace {

constexpr const char* number = "0020260301000009";

class UnlockOrders : public test::IssuingTest {
 protected:
  UnlockOrders() : serial(serial_of(issuer->issue(order()).signing)) {
    migrate_unlocking(*database);
    split_keys.set_state(applicant, KeyState::locked);
  }
  SignedIntent unlock(const test::Officer& officer, const std::string& step, const std::string& of = number,
                      const std::string& certificate = {}) {
    return split_keys.sign(officer.key,
                           text_of("unlock", {{"operator", officer.id},
                                              {"step", step},
                                              {"order", of},
                                              {"serial", certificate.empty() ? serial : certificate},
                                              {"application", std::string(64, 'a')},
                                              {"time", core::text_intent_time(clock.now())}}));
  }
  UnlockOrder both() { return {number, unlock(acceptance, "acceptance"), unlock(review, "review")}; }
  std::string failure(const UnlockOrder& wanted) {
    return test::failure_of([&] { unlocking.approve(wanted); });
  }
  std::optional<std::string> take() {
    return database->transaction([&](auto& t) { return permits.take(t, applicant, clock.now()); });
  }

  Unlocking unlocking{{resources, audit, configuration, operator_intents, split_keys}};
  UnlockPermits permits;
  std::string serial;
};
PALMKEY_ON_BOTH_DATABASES(UnlockOrders);

TEST_P(UnlockOrders, TwoOfficersLetAKeyBeUnlockedOnce) {
  EXPECT_FALSE(take());
  const auto permit = unlocking.approve(both());
  EXPECT_EQ(permit.not_before, clock.now());
  EXPECT_EQ(audited("unlock_approved"), 1);
  EXPECT_EQ(take(), number);
  EXPECT_FALSE(take());
}

TEST_P(UnlockOrders, ARepetitionIsTheSamePermitAlsoAfterItsUse) {
  const auto wanted = both();
  const auto first = unlocking.approve(wanted);
  EXPECT_EQ(take(), number);
  advance(60);
  EXPECT_EQ(unlocking.approve(wanted).not_before, first.not_before);
  EXPECT_FALSE(take()) << "a replayed approval";
  EXPECT_EQ(audited("unlock_approved"), 1);
}

TEST_P(UnlockOrders, APermitExpires) {
  unlocking.approve(both());
  advance(configuration.handover.unlock_permit_seconds + 1);
  EXPECT_FALSE(take());
}

TEST_P(UnlockOrders, OneSignatureIsNotEnough) {
  EXPECT_EQ(failure({number, unlock(acceptance, "acceptance"), {}}), "second_officer_needed");
  EXPECT_NE(failure({number, {}, unlock(review, "review")}), "");
  const auto twice = unlock(acceptance, "acceptance");
  EXPECT_EQ(failure({number, twice, twice}), "approval_step_wrong");
  EXPECT_FALSE(take());
}

TEST_P(UnlockOrders, WhereOneOfficerSufficesTheOwnerHasTimeToObject) {
  configuration.handover.unlock_officers = 1;
  const auto permit = unlocking.approve({number, unlock(acceptance, "acceptance"), {}});
  EXPECT_EQ(permit.not_before, clock.now() + configuration.handover.unlock_wait_seconds);
  EXPECT_EQ(audited("unlock_approved"), 1);
  EXPECT_FALSE(take());
  advance(configuration.handover.unlock_wait_seconds);
  EXPECT_EQ(take(), number);
}

TEST_P(UnlockOrders, WhereOneOfficerSufficesItIsTheFirstOneWhoHasJustSigned) {
  configuration.handover.unlock_officers = 1;
  EXPECT_EQ(failure({number, unlock(review, "review"), {}}), "approval_step_wrong");
  const UnlockOrder alone{number, unlock(acceptance, "acceptance"), {}};
  advance(configuration.approval_seconds + 1);
  EXPECT_EQ(failure(alone), "approval_stale");
  EXPECT_FALSE(take());
}

TEST_P(UnlockOrders, NothingElseThanWhatBothSignedIsUnlocked) {
  EXPECT_EQ(failure({"0020260301000010", unlock(acceptance, "acceptance"), unlock(review, "review")}),
            "order_number_differs");
  EXPECT_EQ(failure({number, unlock(acceptance, "acceptance"), unlock(review, "review", number, "00ff")}),
            "approvals_differ");
  EXPECT_EQ(failure({number, unlock(acceptance, "acceptance", number, "00ff"),
                     unlock(review, "review", number, "00ff")}),
            "certificate_not_found");
  auto forged = both();
  forged.review.signature = split_keys.sign(acceptance.key, forged.review.text).signature;
  EXPECT_EQ(failure(forged), "bad_signature");
  EXPECT_FALSE(take());
}

TEST_P(UnlockOrders, AnOrderNumberStandsForOneContent) {
  unlocking.approve(both());
  applicant = split_keys.create();
  const auto other = serial_of(issuer->issue(order("0020260301000002")).signing);
  split_keys.set_state(applicant, KeyState::locked);
  EXPECT_EQ(failure({number, unlock(acceptance, "acceptance", number, other),
                     unlock(review, "review", number, other)}),
            "order_conflict");
  EXPECT_FALSE(take());
}

TEST_P(UnlockOrders, OnlyALockedKeyIsUnlocked) {
  for (const auto state : {KeyState::active, KeyState::suspended, KeyState::closed}) {
    split_keys.set_state(applicant, state);
    EXPECT_EQ(failure(both()), "key_not_locked");
  }
}

TEST_P(UnlockOrders, AnOldApprovalCountsForNothing) {
  const auto wanted = both();
  advance(configuration.approval_seconds + 1);
  EXPECT_EQ(failure(wanted), "approval_stale");
}

TEST_P(UnlockOrders, AnOfficerDoesNotApproveHisOwn) {
  const auto namesake = activate("张示范", Role::review);
  EXPECT_EQ(failure({number, unlock(acceptance, "acceptance"), unlock(namesake, "review")}), "own_order");
  EXPECT_FALSE(take());
}

TEST_P(UnlockOrders, AnUnusedPermitOfTheSameLockIsUsedUpToo) {
  unlocking.approve(both());
  const std::string second = "0020260301000010";
  unlocking.approve({second, unlock(acceptance, "acceptance", second), unlock(review, "review", second)});
  EXPECT_EQ(take(), number);
  EXPECT_FALSE(take());
}

}  // namespace
}  // namespace palmkey::vault
