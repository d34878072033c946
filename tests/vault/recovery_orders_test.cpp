// What recovery agents sign before escrowed encryption keys come back.
#include <algorithm>
#include <thread>

#include "core/certificate.hpp"
#include "tests/vault/issuing_fixture.hpp"
#include "vault/cosign/key_states.hpp"
#include "vault/recovery/recovery.hpp"

namespace palmkey::vault {
namespace {

using test::Fields;
using test::Officer;

constexpr const char* number = "0020260301000009";

// A holder whose first phone was lost: its certificates are revoked, there are others on another phone.
class RecoveryOrders : public test::IssuingTest {
 protected:
  RecoveryOrders() {
    migrate_recovery(*database);
    first = activate("示范恢复员甲", Role::recovery);
    second = activate("示范恢复员乙", Role::recovery);
    const auto lost_serial = serial_of(issuer->issue(order()).signing);
    lost = applicant;
    revocation->revoke(revoke_order(lost_serial));
    applicant = split_keys.create();
    certificate = issuer->issue(order("0020260301000002")).signing;
    serial = serial_of(certificate);
  }
  SignedIntent agrees(const Officer& agent, const Fields& changed = {}) {
    Fields fields{{"operator", agent.id},
                  {"step", "recovery"},
                  {"order", number},
                  {"kind", "holder"},
                  {"serial", serial},
                  {"recipient", ""},
                  {"application", std::string(64, 'a')},
                  {"time", core::text_intent_time(clock.now())}};
    for (const auto& [name, value] : changed)
      std::ranges::find(fields, name, &core::TextIntent::Field::first)->second = value;
    return split_keys.sign(agent.key, text_of("recover", std::move(fields)));
  }
  RecoveryOrder both(const Fields& changed = {}) {
    return {number, {agrees(first, changed), agrees(second, changed)}, {}};
  }
  RecoveryOrder judicial(const std::string& of = number) {
    const Fields changed{
        {"kind", "judicial"}, {"recipient", core::to_hex(core::sm3(certificate))}, {"order", of}};
    auto wanted = both(changed);
    wanted.order_number = of;
    wanted.recipient_certificate = certificate;
    return wanted;
  }
  std::string failure(const RecoveryOrder& wanted) {
    return test::failure_of([&] { recovery.recover(wanted); });
  }
  std::int64_t keys_of(const core::Bytes& key) {
    return split_keys.encryption_keys[std::string(core::as_text(key))];
  }
  void expect_nothing_moved() {
    EXPECT_EQ(keys_of(lost), 1);
    EXPECT_EQ(keys_of(applicant), 1);
    EXPECT_EQ(rows("recoveries"), 0);
  }

  Recovery recovery{{resources, audit, configuration, operator_intents, split_keys, split_keys}};
  Officer first, second;
  core::Bytes lost;         // key of the phone that was lost
  core::Bytes certificate;  // for signing, on the other one
  std::string serial;
};
PALMKEY_ON_BOTH_DATABASES(RecoveryOrders);

TEST_P(RecoveryOrders, TwoAgentsGiveTheHolderBackWhatWasEncryptedForTheLostPhone) {
  expect_nothing_moved();
  const auto recovered = recovery.recover(both());
  EXPECT_EQ(recovered.keys, 1);
  EXPECT_TRUE(recovered.envelopes.empty());
  EXPECT_EQ(keys_of(lost), 0);
  EXPECT_EQ(keys_of(applicant), 2);
  EXPECT_EQ(audited("key_recovered"), 1);
}

TEST_P(RecoveryOrders, ARepetitionRecoversNothingTwice) {
  const auto wanted = both();
  const auto once = recovery.recover(wanted);
  advance(60);
  const auto again = recovery.recover(wanted);
  EXPECT_EQ(again.keys, once.keys);
  EXPECT_EQ(again.at, once.at);
  EXPECT_EQ(audited("key_recovered"), 1);
  const Fields another{{"order", "0020260301000010"}};
  auto second_order = both(another);
  second_order.order_number = "0020260301000010";
  EXPECT_EQ(failure(second_order), "nothing_to_recover");
}

TEST_P(RecoveryOrders, OrdersAtTheSameMomentRecoverOnce) {
  // The same order twice, and another one for the same keys.
  const std::string other = "0020260301000010";
  std::vector<RecoveryOrder> wanted{both(), both(), both({{"order", other}})};
  wanted[2].order_number = other;
  std::vector<std::string> failures(wanted.size());
  std::vector<std::thread> asking;
  for (std::size_t i = 0; i < wanted.size(); ++i)
    asking.emplace_back([&, i] { failures[i] = failure(wanted[i]); });
  for (auto& thread : asking) thread.join();
  EXPECT_EQ(failures[0], failures[1]);
  EXPECT_EQ(failures[0].empty(), failures[2] == "nothing_to_recover");
  EXPECT_EQ(failures[2].empty(), failures[0] == "nothing_to_recover");
  EXPECT_EQ(keys_of(applicant), 2);
  EXPECT_EQ(rows("recoveries"), 1);
  EXPECT_EQ(audited("key_recovered"), 1);
}

TEST_P(RecoveryOrders, OneSignatureFewerIsNotEnough) {
  EXPECT_EQ(failure({number, {}, {}}), "recovery_agents_needed");
  EXPECT_EQ(failure({number, {agrees(first)}, {}}), "recovery_agents_needed");
  EXPECT_EQ(failure({number, {agrees(first), agrees(first)}, {}}), "approvals_by_one_operator");
  configuration.recovery.agents = 3;
  EXPECT_EQ(failure(both()), "recovery_agents_needed");
  expect_nothing_moved();
  auto three = both();
  three.approvals.push_back(agrees(activate("示范恢复员丙", Role::recovery)));
  EXPECT_EQ(recovery.recover(three).keys, 1);
}

TEST_P(RecoveryOrders, OnlyRecoveryAgentsCount) {
  for (const auto& [officer, step] : {std::pair(acceptance, "acceptance"), std::pair(review, "review")}) {
    EXPECT_EQ(failure({number, {agrees(first), agrees(officer)}, {}}), "operator_not_allowed");
    EXPECT_EQ(failure({number, {agrees(first), agrees(officer, {{"step", step}})}, {}}),
              "approval_step_wrong");
  }
  operators.deactivate(second.id);
  EXPECT_EQ(failure(both()), "operator_not_allowed");
  expect_nothing_moved();
}

TEST_P(RecoveryOrders, NothingElseThanWhatAllSignedIsRecovered) {
  auto wanted = both();
  wanted.order_number = "0020260301000010";
  EXPECT_EQ(failure(wanted), "order_number_differs");
  EXPECT_EQ(failure({number, {agrees(first), agrees(second, {{"serial", "00ff"}})}, {}}), "approvals_differ");
  EXPECT_EQ(failure(both({{"serial", "00ff"}})), "certificate_not_found");
  EXPECT_EQ(failure(both({{"kind", "anything"}})), "recovery_kind_unknown");
  auto forged = both();
  forged.approvals[1].signature = split_keys.sign(first.key, forged.approvals[1].text).signature;
  EXPECT_EQ(failure(forged), "bad_signature");
  auto outside = both();
  outside.approvals[1] = split_keys.sign_outside(second.key, outside.approvals[1].text);
  EXPECT_EQ(failure(outside), "not_cosigned");
  expect_nothing_moved();
}

TEST_P(RecoveryOrders, AnOldApprovalCountsForNothing) {
  const auto wanted = both();
  advance(configuration.approval_seconds + 1);
  EXPECT_EQ(failure(wanted), "approval_stale");
}

TEST_P(RecoveryOrders, AnAgentDoesNotRecoverHisOwn) {
  const auto namesake = activate("张示范", Role::recovery);
  EXPECT_EQ(failure({number, {agrees(first), agrees(namesake)}, {}}), "own_order");
  expect_nothing_moved();
}

TEST_P(RecoveryOrders, AKeyThatIsInUseElsewhereStaysThere) {
  const auto here = applicant;
  applicant = split_keys.create();
  issuer->issue(order("0020260301000003"));  // a second phone of the same holder
  EXPECT_EQ(recovery.recover(both()).keys, 1);
  EXPECT_EQ(keys_of(applicant), 1);
  EXPECT_EQ(keys_of(here), 2);
}

TEST_P(RecoveryOrders, SomebodyElsesKeysAreNotTheirs) {
  applicant = split_keys.create();
  const Fields other{{"document-number", "11010119900307002X"}, {"subject-name", "李示范"}};
  const auto others = serial_of(issuer->issue(order("0020260301000003", other)).signing);
  EXPECT_EQ(failure(both({{"serial", others}})), "nothing_to_recover");
  EXPECT_EQ(keys_of(lost), 1);
}

TEST_P(RecoveryOrders, WhatWasTheirsBeforeAChangeOfDocumentStaysTheirs) {
  // Another key for the renewal, then another document for the same person; the key before is lost.
  advance(core::decode_certificate(certificate)->not_after - 24LL * 3600 - clock.now());
  const auto before = applicant;
  applicant = split_keys.create();
  const auto renewed = serial_of(
      issuer->issue(order("0020270301000001", {{"business", "renewal"}, {"follows", serial}})).signing);
  const Fields changed{{"business", "change"},
                       {"follows", renewed},
                       {"months", "0"},
                       {"document-number", "11010119900307002X"}};
  const auto now = serial_of(issuer->issue(order("0020270301000002", changed)).signing);
  revocation->revoke(revoke_order(serial));
  EXPECT_EQ(recovery.recover(both({{"serial", now}})).keys, 2);
  EXPECT_EQ(keys_of(before), 0);
  EXPECT_EQ(keys_of(lost), 0);
  EXPECT_EQ(keys_of(applicant), 4);
}

TEST_P(RecoveryOrders, ACertificateThatIsNotGoodGetsNothing) {
  for (const auto state : {KeyState::locked, KeyState::suspended, KeyState::closed}) {
    split_keys.set_state(applicant, state);
    EXPECT_EQ(failure(both()), "certificate_not_good");
  }
  split_keys.set_state(applicant, KeyState::active);
  const auto key = applicant;
  revocation->revoke(revoke_order(serial));
  EXPECT_EQ(failure(both()), "certificate_not_good");
  EXPECT_EQ(keys_of(lost), 1);
}

TEST_P(RecoveryOrders, AThirdPartyGetsEnvelopesForTheCertificateThatAllNamed) {
  const auto wanted = judicial();
  const auto recovered = recovery.recover(wanted);
  EXPECT_EQ(recovered.keys, 2);
  ASSERT_EQ(recovered.envelopes.size(), 2U);
  const auto point = split_keys.public_key(applicant);
  for (const auto& envelope : recovered.envelopes) EXPECT_EQ(envelope, point);
  EXPECT_EQ(keys_of(lost), 1) << "nothing changes for the holder";
  EXPECT_EQ(audited("key_handed_over"), 1);
  EXPECT_EQ(recovery.recover(wanted).envelopes.size(), 2U);
  EXPECT_EQ(audited("key_handed_over"), 1);
}

TEST_P(RecoveryOrders, AThirdPartyThatNobodyNamedGetsNothing) {
  auto wanted = judicial();
  applicant = split_keys.create();
  wanted.recipient_certificate = issuer->issue(order("0020260301000003")).signing;
  EXPECT_EQ(failure(wanted), "recipient_differs");
  wanted.recipient_certificate = {0x30, 0x00};
  EXPECT_EQ(failure(wanted), "recipient_invalid");
  auto as_holder = both();
  as_holder.recipient_certificate = certificate;
  EXPECT_EQ(failure(as_holder), "recipient_differs");
  EXPECT_EQ(rows("recoveries"), 0);
}

TEST_P(RecoveryOrders, WhereTheLawSaysSoTheHolderIsNotTold) {
  configuration.recovery.tell_holder_of_judicial = false;
  recovery.recover(judicial());
  EXPECT_EQ(audited("key_handed_over"), 0);
  EXPECT_EQ(audited("recovery.not_told"), 1);
}

TEST_P(RecoveryOrders, EverybodyCanSeeHowOftenKeysWereRecovered) {
  EXPECT_TRUE(recovery.counts().empty());
  recovery.recover(both());
  const auto counts = recovery.counts();
  ASSERT_EQ(counts.size(), 1U);
  EXPECT_EQ(counts[0].month, core::text_intent_time(clock.now()).substr(0, 7));
  EXPECT_EQ(counts[0].kind, "holder");
  EXPECT_EQ(counts[0].recoveries, 1);
  EXPECT_EQ(counts[0].keys, 1);

  recovery.recover(judicial("0020260301000010"));
  recovery.recover(judicial("0020260301000011"));
  advance(40LL * 24 * 3600);
  recovery.recover(judicial("0020260301000012"));
  const auto later = recovery.counts();
  ASSERT_EQ(later.size(), 3U);
  EXPECT_GT(later[0].month, later[1].month) << "newest month first";
  EXPECT_EQ(later[0].recoveries, 1);
  const auto& sums = later[1].kind == "judicial" ? later[1] : later[2];
  EXPECT_EQ(sums.recoveries, 2);
  EXPECT_EQ(sums.keys, 4);
}

TEST_P(RecoveryOrders, AnOrderNumberStandsForOneContent) {
  recovery.recover(both());
  EXPECT_EQ(failure(both({{"application", std::string(64, 'b')}})), "order_conflict");
}

}  // namespace
}  // namespace palmkey::vault
