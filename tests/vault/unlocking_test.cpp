// A locked key gets a new PIN at the co-signer, on an approved order and on nothing less.
#include "tests/support/openssl_sm2.hpp"
#include "tests/vault/handover_requests.hpp"

namespace palmkey::test {
namespace {

using vault::KeyState;

class Unlocking : public HandoverTest {
 protected:
  void approve(const RawPhone& owner) { unlocks.approve(owner.key_id); }
  sk::UnlockResult unlock(RawPhone& owner) {
    const auto response = owner.ask(unlock_request(owner));
    EXPECT_EQ(response.code, "ok");
    auto result = *sk::decode_message<sk::UnlockResult>(response.body.view());
    finish_unlock(owner, result);
    return result;
  }
};
PALMKEY_ON_BOTH_DATABASES(Unlocking);

TEST_P(Unlocking, ReleasesTheOldSecretAndGivesNewSharesUnderANewPin) {
  RawPhone owner = phone();
  const auto generated =
      *sk::decode_message<sk::GenerateResult>(owner.ask(owner.generate_request()).body.view());
  owner.key_id = generated.key_id;
  owner.public_key = generated.public_key;
  owner.freshness = generated.freshness;
  const auto old_a1 = owner.a1.clone();
  const auto old_d1 = owner.d1.clone();
  forget_pin(owner);
  approve(owner);
  const auto result = unlock(owner);
  EXPECT_TRUE(core::equal_constant_time(result.released.view(), generated.unlock.view()));
  EXPECT_EQ(state_of(owner), KeyState::active);
  EXPECT_EQ(audited("key_unlocked"), 1);
  const auto text = statement();
  EXPECT_TRUE(openssl_accepts(owner.public_key, text, owner.sign(text)));

  owner.a1 = old_a1.clone();
  EXPECT_EQ(owner.try_sign(text), "wrong_pin") << "the old PIN";
  owner.a1 = new_a1.clone();
  const auto half = owner.accept<sk::SignResult>(owner.ask(owner.sign_request(text)));
  EXPECT_FALSE(sk::finish_signature(std::move(*owner.commitment), old_d1, half.r, half.s1, owner.public_key,
                                    core::sm2::message_digest(owner.public_key, text)))
      << "the old share";
}

TEST_P(Unlocking, NeedsAnApprovedOrder) {
  RawPhone owner = phone_with_key();
  forget_pin(owner);
  const auto response = owner.ask(unlock_request(owner));
  EXPECT_EQ(response.code, "unlock_not_approved");
  EXPECT_TRUE(response.body.empty());
  EXPECT_EQ(state_of(owner), KeyState::locked);
}

TEST_P(Unlocking, IsDoneOnceForAnOrder) {
  RawPhone owner = phone_with_key();
  forget_pin(owner);
  approve(owner);
  unlock(owner);
  EXPECT_EQ(owner.ask(unlock_request(owner)).code, "key_not_locked");
  forget_pin(owner);
  EXPECT_EQ(owner.ask(unlock_request(owner)).code, "unlock_not_approved");
}

TEST_P(Unlocking, AnswersTheSameRequestWithTheSameBytes) {
  RawPhone owner = phone_with_key();
  forget_pin(owner);
  approve(owner);
  const auto request = sk::encode_request(unlock_request(owner));
  const auto first = owner.send(request);
  EXPECT_TRUE(core::equal_constant_time(first.body.view(), owner.send(request).body.view()));
  EXPECT_EQ(audited("key_unlocked"), 1);
}

TEST_P(Unlocking, ALostAnswerIsFetchedAgainWithTheNewPin) {
  RawPhone owner = phone_with_key();
  forget_pin(owner);
  approve(owner);
  const auto request = unlock_request(owner);
  EXPECT_EQ(owner.ask(request).code, "ok");
  sk::FetchChangeRequest fetch;
  fetch.key_id = owner.key_id;
  fetch.operation_id = owner.new_id();
  fetch.change_id = request.operation_id;
  owner.prove(fetch, owner.a1);
  EXPECT_EQ(owner.ask(fetch).code, "wrong_pin");
  fetch.operation_id = owner.new_id();
  owner.prove(fetch, new_a1);
  const auto response = owner.ask(fetch);
  ASSERT_EQ(response.code, "ok");
  finish_unlock(owner, *sk::decode_message<sk::UnlockResult>(response.body.view()));
  EXPECT_EQ(owner.try_sign(statement()), "ok");
}

TEST_P(Unlocking, SplitsInstalledEncryptionKeysAnew) {
  RawPhone owner = phone_with_key();
  const auto encryption_key =
      database->transaction([&](auto& t) { return kmc.create_encryption_key(t, owner.key_id); });
  database->transaction([&](auto& t) { (void)kmc.create_encryption_key(t, owner.key_id); });
  const auto id = database->read([&](auto& t) { return kmc.list(t, owner.key_id).front().id; });
  database->transaction([&](auto& t) { (void)kmc.split(t, owner.key_id, id); });
  forget_pin(owner);
  approve(owner);
  const auto result = unlock(owner);
  ASSERT_EQ(result.shares.size(), 1U);  // the other one was never installed
  EXPECT_EQ(result.shares[0].encryption_key_id, id);
  const auto ciphertext = *core::sm2::encrypt(encryption_key, core::as_bytes("标书"), random);
  const auto t_point =
      *database->read([&](auto& t) { return kmc.decrypt_partly(t, owner.key_id, id, ciphertext.c1); });
  const auto plain = core::splitkey::finish_decryption(result.shares[0].u1, t_point, ciphertext);
  ASSERT_TRUE(plain);
  EXPECT_EQ(core::as_text(plain->view()), "标书");
}

TEST_P(Unlocking, IsForTheKeysOwnPhoneOnly) {
  RawPhone owner = phone_with_key();
  forget_pin(owner);
  approve(owner);
  RawPhone thief = phone_with_key();
  thief.key_id = owner.key_id;
  thief.freshness = owner.freshness;
  EXPECT_EQ(thief.ask(unlock_request(thief)).code, "unknown_key");
  EXPECT_EQ(state_of(owner), KeyState::locked);
}

TEST_P(Unlocking, ACopyGivesItselfAway) {
  RawPhone owner = phone_with_key();
  forget_pin(owner);
  approve(owner);
  owner.freshness[0] ^= 1;
  EXPECT_EQ(owner.ask(unlock_request(owner)).code, "key_suspended");
  EXPECT_EQ(state_of(owner), KeyState::suspended);
  owner.freshness[0] ^= 1;
  EXPECT_EQ(owner.ask(unlock_request(owner)).code, "key_suspended");
}

TEST_P(Unlocking, IsRefusedWithoutKnowledgeOfTheNewPinKey) {
  RawPhone owner = phone_with_key();
  forget_pin(owner);
  approve(owner);
  auto request = unlock_request(owner);
  request.a1 = core::sm2::Point::base();
  EXPECT_EQ(owner.ask(request).code, "bad_proof");
  EXPECT_EQ(state_of(owner), KeyState::locked);
  unlock(owner);  // the order was not used up
}

TEST_P(Unlocking, IsRefusedWhileAnOfficerHoldsTheKey) {
  RawPhone owner = phone_with_key();
  forget_pin(owner);
  approve(owner);
  const auto apply = [&](vault::KeyEvent event) {
    database->transaction([&](auto& t) { directory.apply(t, owner.key_id, event, clock.now()); });
  };
  apply(vault::KeyEvent::hold);
  EXPECT_EQ(owner.ask(unlock_request(owner)).code, "key_frozen");
  apply(vault::KeyEvent::release);
  unlock(owner);
}

TEST_P(Unlocking, LeavesTheHoldersOwnFreezeInPlace) {
  RawPhone owner = phone_with_key();
  forget_pin(owner);
  sk::FreezeRequest freeze;
  freeze.key_id = owner.key_id;
  freeze.operation_id = owner.new_id();
  EXPECT_EQ(owner.ask(freeze).code, "ok");
  approve(owner);
  unlock(owner);
  EXPECT_EQ(owner.try_sign(statement()), "key_frozen");
}

}  // namespace
}  // namespace palmkey::test
