// Keys that their holders freeze and unfreeze, at the co-signer.
#include "tests/vault/cosign_fixture.hpp"
#include "vault/audit/owner_events.hpp"

namespace palmkey::test {
namespace {

using vault::KeyState;

class FrozenKey : public CoSignTest {
 protected:
  sk::FreezeRequest freeze_request(RawPhone& owner) {
    sk::FreezeRequest request;
    request.key_id = owner.key_id;
    request.operation_id = owner.new_id();
    return request;
  }
  sk::UnfreezeRequest unfreeze_request(RawPhone& owner, const core::sm2::Scalar& a1) {
    sk::UnfreezeRequest request;
    request.key_id = owner.key_id;
    request.operation_id = owner.new_id();
    request.freshness = owner.freshness;
    owner.prove(request, a1);
    return request;
  }
  std::string freeze(RawPhone& owner) { return owner.ask(freeze_request(owner)).code; }
  std::string unfreeze(RawPhone& owner) {
    const auto response = owner.ask(unfreeze_request(owner, owner.a1));
    if (response.ok()) owner.accept<sk::UnfreezeResult>(response);
    return response.code;
  }
  std::string status(RawPhone& owner) {
    const auto response = owner.ask(sk::StatusRequest{owner.key_id});
    return sk::decode_message<sk::StatusResult>(response.body.view())->state;
  }
  // A request of this type that is right in all but what it wants.
  template <class Request>
  Request proved_request(RawPhone& owner) {
    Request request;
    request.key_id = owner.key_id;
    request.operation_id = owner.new_id();
    request.freshness = owner.freshness;
    owner.prove(request, owner.a1);
    return request;
  }
  std::optional<std::int64_t> frozen_at(RawPhone& owner) {
    return database->read(
        [&](platform::Transaction& t) { return directory.find(t, owner.key_id)->stopped_at; });
  }
};
PALMKEY_ON_BOTH_DATABASES(FrozenKey);

TEST_P(FrozenKey, IsFrozenWithoutThePinAndRefusesEveryUse) {
  RawPhone owner = phone_with_key();
  EXPECT_FALSE(frozen_at(owner));
  advance(5);
  EXPECT_EQ(freeze(owner), "ok");
  EXPECT_EQ(frozen_at(owner), clock.now());
  EXPECT_EQ(status(owner), "frozen");
  const auto before = contents();
  EXPECT_EQ(owner.try_sign(statement()), "key_frozen");
  EXPECT_EQ(owner.ask(proved_request<sk::ChangePinRequest>(owner)).code, "key_frozen");
  EXPECT_EQ(owner.ask(proved_request<sk::InstallRequest>(owner)).code, "key_frozen");
  EXPECT_EQ(owner.ask(proved_request<sk::DecryptRequest>(owner)).code, "key_frozen");
  EXPECT_EQ(rows("cosignatures"), 0);
  EXPECT_NE(contents(), before);  // the refusals are remembered, nothing else
  EXPECT_EQ(frozen_at(owner), clock.now());
}

TEST_P(FrozenKey, CountsNoWrongPinOfAUseThatIsRefused) {
  RawPhone owner = phone_with_key();
  freeze(owner);
  for (int i = 0; i < 6; ++i) EXPECT_EQ(owner.try_wrong_pin(statement()), "key_frozen");
  EXPECT_EQ(owner.ask(unfreeze_request(owner, owner.a1)).tries_left, 5U);
}

TEST_P(FrozenKey, IsUnfrozenWithThePin) {
  RawPhone owner = phone_with_key();
  EXPECT_EQ(owner.try_sign(statement("甲")), "ok");
  freeze(owner);
  EXPECT_EQ(unfreeze(owner), "ok");
  EXPECT_EQ(status(owner), "active");
  EXPECT_FALSE(frozen_at(owner));
  EXPECT_EQ(owner.try_sign(statement("乙")), "ok");
}

TEST_P(FrozenKey, TellsTheOwnerBothOnce) {
  RawPhone owner = phone_with_key();
  freeze(owner);
  freeze(owner);
  unfreeze(owner);
  unfreeze(owner);
  const auto events =
      database->read([](platform::Transaction& t) { return vault::list_owner_events(t, 0, 10); });
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].kind, "key_frozen");
  EXPECT_EQ(events[1].kind, "key_unfrozen");
  EXPECT_EQ(events[0].key_id, core::Bytes(owner.key_id.begin(), owner.key_id.end()));
}

TEST_P(FrozenKey, StaysFrozenForWhoDoesNotKnowThePin) {
  RawPhone owner = phone_with_key();
  freeze(owner);
  const auto wrong = *core::sm2::Scalar::random(random);
  const auto response = owner.ask(unfreeze_request(owner, wrong));
  EXPECT_EQ(response.code, "wrong_pin");
  EXPECT_EQ(response.tries_left, 4U);
  EXPECT_TRUE(frozen_at(owner));
  for (int i = 0; i < 4; ++i) {
    advance(400);
    owner.ask(unfreeze_request(owner, wrong));
  }
  // Locked by now, and its certificates are still on hold.
  EXPECT_EQ(unfreeze(owner), "key_locked");
  EXPECT_EQ(status(owner), "locked");
  EXPECT_TRUE(frozen_at(owner));
}

TEST_P(FrozenKey, UnfreezingWithAStaleTokenGivesACopyAway) {
  RawPhone owner = phone_with_key();
  const auto stale = owner.freshness;
  EXPECT_EQ(owner.try_sign(statement()), "ok");
  freeze(owner);
  owner.freshness = stale;
  EXPECT_EQ(unfreeze(owner), "key_suspended");
  EXPECT_EQ(state_of(owner), KeyState::suspended);
  EXPECT_TRUE(frozen_at(owner));
}

TEST_P(FrozenKey, IsFrozenByItsOwnPhoneOnly) {
  RawPhone owner = phone_with_key();
  RawPhone other = phone_with_key();
  other.key_id = owner.key_id;
  EXPECT_EQ(freeze(other), "unknown_key");
  EXPECT_EQ(unfreeze(other), "unknown_key");
  EXPECT_FALSE(frozen_at(owner));
  owner.key_id[0] ^= 1;
  EXPECT_EQ(freeze(owner), "unknown_key");
}

TEST_P(FrozenKey, ALockedKeyCanBeFrozenToo) {
  RawPhone owner = phone_with_key();
  for (int i = 0; i < 5; ++i) {
    owner.try_wrong_pin(statement());
    advance(400);
  }
  EXPECT_EQ(freeze(owner), "ok");
  EXPECT_TRUE(frozen_at(owner));
  EXPECT_EQ(owner.try_sign(statement()), "key_locked");
}

TEST_P(FrozenKey, ARecordedRequestFreezesOnlyOnce) {
  RawPhone owner = phone_with_key();
  const auto first = sk::encode_request(freeze_request(owner));
  const auto second = sk::encode_request(freeze_request(owner));
  EXPECT_EQ(owner.send(first).code, "ok");
  EXPECT_EQ(owner.send(first).code, "ok");
  EXPECT_EQ(owner.send(second).code, "ok");
  EXPECT_EQ(unfreeze(owner), "ok");
  EXPECT_EQ(owner.send(first).code, "stale");
  EXPECT_EQ(owner.send(second).code, "stale");
  EXPECT_EQ(owner.try_sign(statement()), "ok");
}

TEST_P(FrozenKey, ARecordedUnfreezingDoesNothingASecondTime) {
  RawPhone owner = phone_with_key();
  freeze(owner);
  const auto request = sk::encode_request(unfreeze_request(owner, owner.a1));
  owner.accept<sk::UnfreezeResult>(owner.send(request));
  freeze(owner);
  EXPECT_EQ(owner.send(request).code, "ok");  // the stored answer
  EXPECT_TRUE(frozen_at(owner));
  EXPECT_EQ(owner.try_sign(statement()), "key_frozen");
  EXPECT_EQ(owner.send(request).code, "stale");
  EXPECT_TRUE(frozen_at(owner));
}

TEST_P(FrozenKey, FreezingLeavesTheLastOperationToBeSettled) {
  RawPhone owner = phone_with_key();
  const auto lost = owner.sign_request(statement());
  EXPECT_EQ(owner.ask(lost).code, "ok");
  freeze(owner);
  const auto response = owner.ask(sk::ResynchroniseRequest{owner.key_id, lost.operation_id});
  ASSERT_EQ(response.code, "ok");
  EXPECT_TRUE(owner.accept<sk::ResynchroniseResult>(response).applied);
  EXPECT_EQ(unfreeze(owner), "ok");
  EXPECT_EQ(owner.try_sign(statement()), "ok");
}

}  // namespace
}  // namespace palmkey::test
