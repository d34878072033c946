// Change of PIN at the co-signer: both shares refreshed, a lost answer fetched again.
#include "core/splitkey/mask.hpp"
#include "tests/support/openssl_sm2.hpp"
#include "tests/vault/cosign_fixture.hpp"

namespace palmkey::test {
namespace {

using core::Error;
using vault::KeyState;

class ChangeOfPin : public CoSignTest {
 protected:
  sk::ChangePinRequest request(RawPhone& owner) {
    sk::ChangePinRequest change;
    change.key_id = owner.key_id;
    change.operation_id = owner.new_id();
    change.freshness = owner.freshness;
    const auto context =
        sk::proof_context(change.operation_id, owner.device_key(), sealing_keys[0].published.key);
    auto pin_key = *sk::make_pin_key(context, random);
    change.a1 = pin_key.a1_public;
    change.a1_proof = pin_key.a1_proof;
    new_a1 = std::move(pin_key.a1);
    owner.prove(change, owner.a1);
    return change;
  }
  void apply(RawPhone& owner, const sk::ChangePinResult& result) {
    owner.d1 = owner.d1 * result.t;
    owner.a1 = new_a1.clone();
    EXPECT_TRUE(sk::check_public_key(owner.d1, result.p2, owner.public_key));
  }
  sk::FetchChangeRequest fetch(RawPhone& owner, const sk::Identifier& change_id,
                               const core::sm2::Scalar& a1) {
    sk::FetchChangeRequest request;
    request.key_id = owner.key_id;
    request.operation_id = owner.new_id();
    request.change_id = change_id;
    owner.prove(request, a1);
    return request;
  }
  core::sm2::Scalar new_a1;
};
PALMKEY_ON_BOTH_DATABASES(ChangeOfPin);

TEST_P(ChangeOfPin, KeepsThePublicKeyAndKillsTheOldShareAndPin) {
  RawPhone owner = phone_with_key();
  const auto old_d1 = owner.d1.clone();
  const auto old_a1 = owner.a1.clone();
  apply(owner, owner.accept<sk::ChangePinResult>(owner.ask(request(owner))));
  const auto text = statement();
  EXPECT_TRUE(openssl_accepts(owner.public_key, text, owner.sign(text)));
  owner.a1 = old_a1.clone();
  EXPECT_EQ(owner.try_sign(text), "wrong_pin");
  // The old share with the new PIN key: the vault answers, and nothing comes of it.
  owner.a1 = new_a1.clone();
  const auto result = owner.accept<sk::SignResult>(owner.ask(owner.sign_request(text)));
  const auto signature =
      sk::finish_signature(std::move(*owner.commitment), old_d1, result.r, result.s1, owner.public_key,
                           core::sm2::message_digest(owner.public_key, text));
  EXPECT_EQ(signature.error(), Error::bad_signature);
  EXPECT_EQ(audited("pin_changed"), 1);
}

TEST_P(ChangeOfPin, ALostAnswerIsFetchedWithTheNewPinOnly) {
  RawPhone owner = phone_with_key();
  const auto change = request(owner);
  const auto lost = owner.ask(change);
  ASSERT_EQ(lost.code, "ok");
  const auto settled = owner.ask(sk::ResynchroniseRequest{owner.key_id, change.operation_id});
  const auto told = owner.accept<sk::ResynchroniseResult>(settled);
  EXPECT_EQ(told.operation, sk::Operation::change_pin);
  EXPECT_TRUE(told.applied);
  const auto wrong = owner.ask(fetch(owner, change.operation_id, owner.a1));
  EXPECT_EQ(wrong.code, "wrong_pin");
  EXPECT_EQ(wrong.tries_left, 4U);
  const auto fetched = owner.ask(fetch(owner, change.operation_id, new_a1));
  ASSERT_EQ(fetched.code, "ok");
  EXPECT_TRUE(core::equal_constant_time(fetched.body.view(), lost.body.view()));
  // Also after the wrong try, resynchronising still knows the change.
  EXPECT_EQ(owner.ask(sk::ResynchroniseRequest{owner.key_id, change.operation_id}).code, "ok");
  EXPECT_EQ(owner.ask(fetch(owner, owner.new_id(), new_a1)).code, "not_found");
  apply(owner, owner.accept<sk::ChangePinResult>(fetched));
  EXPECT_EQ(owner.try_sign(statement()), "ok");
  EXPECT_EQ(owner.ask(fetch(owner, change.operation_id, new_a1)).code, "not_found");  // done with
  EXPECT_EQ(owner.ask(sk::ResynchroniseRequest{owner.key_id, change.operation_id}).code, "not_found");
}

TEST_P(ChangeOfPin, AReplayedWrongFetchIsCountedOnce) {
  RawPhone owner = phone_with_key();
  const auto change = request(owner);
  owner.ask(change);
  const core::Bytes wrong = sk::encode_request(fetch(owner, change.operation_id, owner.a1));
  for (int i = 0; i < 8; ++i) EXPECT_EQ(owner.send(wrong).tries_left, 4U);
  EXPECT_EQ(owner.ask(fetch(owner, change.operation_id, new_a1)).code, "ok");
  EXPECT_EQ(owner.send(wrong).code, "stale");
}

TEST_P(ChangeOfPin, NeedsTheProofOfTheNewPinKey) {
  RawPhone owner = phone_with_key();
  auto change = request(owner);
  change.a1_proof[3] ^= 1;
  owner.prove(change, owner.a1);
  const std::string before = contents();
  EXPECT_EQ(owner.ask(change).code, "bad_proof");
  EXPECT_EQ(owner.try_sign(statement()), "ok");
  EXPECT_EQ(audited("pin_changed"), 0);
}

}  // namespace
}  // namespace palmkey::test
