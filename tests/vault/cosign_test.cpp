// The co-signer, request by request: what it does, what it refuses, and that a refusal changes nothing.
#include <thread>

#include "core/encoding.hpp"
#include "core/splitkey/mask.hpp"
#include "tests/core/intent_samples.hpp"
#include "tests/core/mutations.hpp"
#include "tests/support/openssl_sm2.hpp"
#include "tests/vault/cosign_fixture.hpp"

namespace palmkey::test {
namespace {

using core::Error;
using vault::KeyState;

class CoSigning : public CoSignTest {};
PALMKEY_ON_BOTH_DATABASES(CoSigning);

TEST_P(CoSigning, MakesOrdinarySignaturesThatOpensslAccepts) {
  RawPhone owner = phone_with_key();
  const auto text = statement();
  const auto signature = owner.sign(text);
  EXPECT_TRUE(openssl_accepts(owner.public_key, text, signature));
  EXPECT_FALSE(openssl_accepts(owner.public_key, statement("另一内容"), signature));
  EXPECT_EQ(owner.try_sign(statement("第二次")), "ok");
}

TEST_P(CoSigning, SignsEveryKindOfIntent) {
  RawPhone owner = phone_with_key();
  const std::vector<std::pair<core::IntentKind, core::Bytes>> intents = {
      {core::IntentKind::csr, core::testing::csr_intent(owner.public_key)},
      {core::IntentKind::cms, core::testing::cms_intent()},
      {core::IntentKind::seal, core::testing::seal_intent()}};
  for (const auto& [kind, intent] : intents) {
    const auto response = owner.ask(owner.sign_request(intent, kind));
    ASSERT_EQ(response.code, "ok");
    owner.accept<sk::SignResult>(response);
  }
  EXPECT_EQ(rows("cosignatures"), 3);
}

TEST_P(CoSigning, LogsEachSignatureForItsOwnerAndForThoseWhoDecideOnIt) {
  RawPhone owner = phone_with_key();
  const auto first = statement("第一");
  const auto second = statement("第二");
  const auto one = owner.sign(first);
  advance(60);
  owner.sign(second);
  database->read([&](platform::Transaction& t) {
    EXPECT_EQ(directory.cosigned_at(t, owner.key_id, first, one.r), clock.now() - 60);
    EXPECT_FALSE(directory.cosigned_at(t, owner.key_id, second, one.r));
    EXPECT_FALSE(directory.cosigned_at(t, owner.key_id, first, core::ByteArray<32>{}));
    EXPECT_FALSE(directory.cosigned_at(t, sk::Identifier{}, first, one.r));
  });
  const auto response = owner.ask(sk::HistoryRequest{owner.key_id, 0, 10});
  const auto history = *sk::decode_message<sk::HistoryResult>(response.body.view());
  ASSERT_EQ(history.entries.size(), 2U);
  EXPECT_EQ(history.entries[0].number, 2U);
  EXPECT_EQ(history.entries[1].number, 1U);
  EXPECT_EQ(history.entries[1].r, one.r);
  EXPECT_NE(history.entries[1].summary.find("第一"), std::string::npos);
  const auto older = owner.ask(sk::HistoryRequest{owner.key_id, 2, 10});
  EXPECT_EQ(sk::decode_message<sk::HistoryResult>(older.body.view())->entries.size(), 1U);
  EXPECT_EQ(audited("key.cosigned"), 2);
}

TEST_P(CoSigning, TellsStatus) {
  RawPhone owner = phone_with_key();
  owner.sign(statement());
  EXPECT_EQ(owner.try_wrong_pin(statement()), "wrong_pin");
  const auto response = owner.ask(sk::StatusRequest{owner.key_id});
  const auto status = *sk::decode_message<sk::StatusResult>(response.body.view());
  EXPECT_EQ(status.state, "active");
  EXPECT_EQ(status.tries_left, 4U);
  EXPECT_EQ(status.uses, 1U);
}

TEST_P(CoSigning, KnowsItsKeysByIdAndByPublicKey) {
  RawPhone owner = phone_with_key();
  database->read([&](platform::Transaction& t) {
    const auto found = directory.find_by_public_key(t, owner.public_key.encode());
    ASSERT_TRUE(found);
    EXPECT_EQ(found->id, core::Bytes(owner.key_id.begin(), owner.key_id.end()));
    EXPECT_EQ(found->condition.state, KeyState::active);
    EXPECT_FALSE(found->is_operators);
    EXPECT_FALSE(directory.find_by_public_key(t, core::sm2::Point::base().encode()));
    EXPECT_FALSE(directory.find(t, sk::Identifier{}));
  });
}

// Who may ask.

TEST_P(CoSigning, ARequestThatTheDeviceKeyHasNotSignedChangesNothing) {
  RawPhone owner = phone_with_key();
  auto channel = owner.seal(sk::encode_request(owner.wrong_pin_request(statement())));
  core::Bytes sealed = owner.sealed_bytes(channel);
  const std::string before = contents();
  core::Bytes changed = sealed;
  changed.back() ^= 1;
  EXPECT_EQ(failure_of([&] { cosigner.exchange(changed); }), "bad_signature");
  channel.finish(core::DeviceSignature{});
  EXPECT_EQ(failure_of([&] { cosigner.exchange(channel.finish(core::DeviceSignature{})); }), "bad_signature");
  EXPECT_EQ(contents(), before);
}

TEST_P(CoSigning, AnotherDeviceKnowsNoKeyAndBurnsNoTries) {
  RawPhone owner = phone_with_key();
  RawPhone thief = phone();
  thief.key_id = owner.key_id;
  thief.freshness = owner.freshness;
  thief.a1 = owner.a1.clone();
  const std::string before = contents();
  EXPECT_EQ(thief.try_sign(statement()), "unknown_key");
  EXPECT_EQ(thief.try_wrong_pin(statement()), "unknown_key");
  EXPECT_EQ(thief.ask(sk::StatusRequest{owner.key_id}).code, "unknown_key");
  EXPECT_EQ(thief.ask(sk::HistoryRequest{owner.key_id, 0, 10}).code, "unknown_key");
  EXPECT_EQ(thief.ask(sk::ResynchroniseRequest{owner.key_id, owner.new_id()}).code, "unknown_key");
  EXPECT_EQ(contents(), before);
}

TEST_P(CoSigning, AnExpiredOrUnknownSealingKeyIsRefused) {
  RawPhone owner = phone_with_key();
  auto channel = owner.seal(sk::encode_request(owner.sign_request(statement())));
  const core::Bytes sealed = owner.sealed_bytes(channel);
  advance(1'000'001);
  EXPECT_EQ(failure_of([&] { cosigner.exchange(sealed); }), "stale");
  const auto other = core::sm2::PrivateKey::generate(random);
  RawPhone misled{cosigner, other->public_key(), random};
  EXPECT_EQ(failure_of([&] { misled.generate(); }), "stale");
}

TEST_P(CoSigning, ChangedMessagesAreRefusedAndChangeNothing) {
  RawPhone owner = phone_with_key();
  auto channel = owner.seal(sk::encode_request(owner.sign_request(statement())));
  const core::Bytes sealed = owner.sealed_bytes(channel);
  const std::string before = contents();
  core::testing::TestRandom chance(1);
  for (int i = 0; i < 60; ++i) {
    const auto changed = core::testing::mutate(sealed, chance);
    if (changed == sealed) continue;
    EXPECT_NE(failure_of([&] { cosigner.exchange(changed); }), "");
  }
  EXPECT_EQ(contents(), before);
}

TEST_P(CoSigning, ChangedRequestsInsideAreNeverGranted) {
  RawPhone owner = phone_with_key();
  core::testing::TestRandom chance(2);
  for (int i = 0; i < 40; ++i) {
    const core::Bytes request = sk::encode_request(owner.sign_request(statement()));
    const auto changed = core::testing::mutate(request, chance);
    if (changed == request) continue;
    const auto response = owner.send(changed);
    if (response.ok()) {
      // Only what needs no PIN can be met by chance.
      EXPECT_NE(sk::read_request(changed)->operation, sk::Operation::sign) << core::to_hex(changed);
    }
    if (response.code == "wrong_pin" || response.code == "pin_wait") owner.generate();
  }
  EXPECT_EQ(rows("cosignatures"), 0);
}

TEST_P(CoSigning, TheFrontSeesNeitherIntentNorKeyId) {
  RawPhone owner = phone_with_key();
  const auto text = statement("只有金库能读");
  auto channel = owner.seal(sk::encode_request(owner.sign_request(text)));
  const core::Bytes sealed = owner.sealed_bytes(channel);
  const core::Bytes answer = cosigner.exchange(sealed);
  for (const core::Bytes& seen : {sealed, answer}) {
    EXPECT_EQ(core::as_text(seen).find("只有金库能读"), std::string_view::npos);
    EXPECT_EQ(std::search(seen.begin(), seen.end(), owner.key_id.begin(), owner.key_id.end()), seen.end());
    EXPECT_EQ(std::search(seen.begin(), seen.end(), owner.freshness.begin(), owner.freshness.end()),
              seen.end());
  }
}

// Wrong PINs.

TEST_P(CoSigning, FiveWrongPinsInARowLockTheKey) {
  RawPhone owner = phone_with_key();
  const auto expect = [&](const char* code, std::uint64_t left, std::uint64_t wait) {
    const auto response = owner.ask(owner.wrong_pin_request(statement()));
    EXPECT_EQ(response.code, code);
    EXPECT_EQ(response.tries_left, left);
    EXPECT_EQ(response.wait_seconds, wait);
  };
  expect("wrong_pin", 4, 0);
  expect("wrong_pin", 3, 0);
  expect("wrong_pin", 2, 30);
  advance(10);
  expect("pin_wait", 2, 20);  // not counted
  advance(20);
  expect("wrong_pin", 1, 300);
  advance(299);
  EXPECT_EQ(owner.try_sign(statement()), "pin_wait");  // the right one has to wait too
  advance(1);
  expect("key_locked", 0, 300);
  advance(100'000);
  EXPECT_EQ(owner.try_sign(statement()), "key_locked");
  EXPECT_EQ(state_of(owner), KeyState::locked);
  EXPECT_EQ(audited("key_locked"), 1);
  EXPECT_EQ(rows("cosignatures"), 0);
}

TEST_P(CoSigning, ARightPinGivesTheTriesBack) {
  RawPhone owner = phone_with_key();
  EXPECT_EQ(owner.try_wrong_pin(statement()), "wrong_pin");
  EXPECT_EQ(owner.try_wrong_pin(statement()), "wrong_pin");
  EXPECT_EQ(owner.try_sign(statement()), "ok");
  const auto response = owner.ask(owner.wrong_pin_request(statement()));
  EXPECT_EQ(response.tries_left, 4U);
}

TEST_P(CoSigning, ARequestMadeDuringTheWaitIsNotHonouredAfterIt) {
  RawPhone owner = phone_with_key();
  for (int i = 0; i < 3; ++i) owner.try_wrong_pin(statement());
  const core::Bytes request = sk::encode_request(owner.sign_request(statement()));
  EXPECT_EQ(owner.send(request).code, "pin_wait");
  advance(31);
  EXPECT_EQ(owner.send(request).code, "pin_wait");  // the stored answer
  EXPECT_EQ(owner.try_sign(statement()), "ok");
  EXPECT_EQ(owner.send(request).code, "stale");
}

// Repetition and replay.

TEST_P(CoSigning, ARepeatedRequestGetsTheSameAnswerAndIsDoneOnce) {
  RawPhone owner = phone_with_key();
  const core::Bytes request = sk::encode_request(owner.sign_request(statement()));
  const auto first = owner.send(request);
  const std::string after = contents();
  const auto second = owner.send(request);
  ASSERT_EQ(first.code, "ok");
  EXPECT_TRUE(
      core::equal_constant_time(sk::encode_response(first).view(), sk::encode_response(second).view()));
  EXPECT_EQ(contents(), after);
  EXPECT_EQ(rows("cosignatures"), 1);
}

TEST_P(CoSigning, TheSameSealedBytesAreAnsweredUnderAnotherKeyEachTime) {
  RawPhone owner = phone_with_key();
  auto channel = owner.seal(sk::encode_request(owner.sign_request(statement())));
  const core::Bytes sealed = owner.sealed_bytes(channel);
  const core::Bytes one = cosigner.exchange(sealed);
  const core::Bytes two = cosigner.exchange(sealed);
  EXPECT_NE(one, two);
  EXPECT_TRUE(
      core::equal_constant_time(channel.open_response(one)->view(), channel.open_response(two)->view()));
}

TEST_P(CoSigning, ARepeatedWrongPinIsCountedOnce) {
  RawPhone owner = phone_with_key();
  const core::Bytes request = sk::encode_request(owner.wrong_pin_request(statement()));
  for (int i = 0; i < 8; ++i) {
    const auto response = owner.send(request);
    EXPECT_EQ(response.code, "wrong_pin");
    EXPECT_EQ(response.tries_left, 4U);
  }
}

TEST_P(CoSigning, AReplayedOldRequestIsStaleAndNoSignOfAClone) {
  RawPhone owner = phone_with_key();
  const core::Bytes good = sk::encode_request(owner.sign_request(statement("旧")));
  owner.accept<sk::SignResult>(owner.send(good));
  const core::Bytes wrong = sk::encode_request(owner.wrong_pin_request(statement("旧")));
  owner.send(wrong);
  owner.sign(statement("新"));
  const std::string before = contents();
  EXPECT_EQ(owner.send(good).code, "stale");
  EXPECT_EQ(owner.send(wrong).code, "stale");
  EXPECT_EQ(contents(), before);
  EXPECT_EQ(owner.try_sign(statement("更新")), "ok");
}

TEST_P(CoSigning, ARequestHeldBackUntilThePhoneGaveItUpIsStale) {
  RawPhone owner = phone_with_key();
  const auto held = owner.sign_request(statement("被扣下"));
  EXPECT_EQ(owner.ask(sk::ResynchroniseRequest{owner.key_id, held.operation_id}).code, "not_found");
  owner.sign(statement("照常"));
  EXPECT_EQ(owner.ask(held).code, "stale");
  EXPECT_EQ(owner.try_sign(statement("照常")), "ok");
  EXPECT_EQ(state_of(owner), KeyState::active);
}

TEST_P(CoSigning, AnOperationsIdentifierServesOneRequest) {
  RawPhone owner = phone_with_key();
  auto first = owner.sign_request(statement("一"));
  EXPECT_EQ(owner.ask(first).code, "ok");
  auto second = owner.sign_request(statement("二"));
  second.operation_id = first.operation_id;
  owner.prove(second, owner.a1);
  EXPECT_EQ(owner.ask(second).code, "stale");
  EXPECT_EQ(rows("cosignatures"), 1);
}

TEST_P(CoSigning, ASubstitutedIntentOrCommitmentBreaksThePinProof) {
  RawPhone owner = phone_with_key();
  auto request = owner.sign_request(statement("本意"));
  request.intent = statement("他意");
  EXPECT_EQ(owner.ask(request).code, "wrong_pin");
  request = owner.sign_request(statement("本意"));
  request.q1 = request.q1.negate();
  EXPECT_EQ(owner.ask(request).code, "wrong_pin");
  EXPECT_EQ(rows("cosignatures"), 0);
}

// Freshness.

TEST_P(CoSigning, ACloneIsGivenAwayByItsStaleTokenAndTheKeySuspended) {
  RawPhone owner = phone_with_key();
  const sk::Freshness copied = owner.freshness;
  owner.sign(statement("真手机"));
  const sk::Freshness current = owner.freshness;
  owner.freshness = copied;
  EXPECT_EQ(owner.try_sign(statement("复制品")), "key_suspended");
  owner.freshness = current;
  EXPECT_EQ(owner.try_sign(statement("真手机")), "key_suspended");
  EXPECT_EQ(owner.ask(sk::ResynchroniseRequest{owner.key_id, owner.new_id()}).code, "key_suspended");
  EXPECT_EQ(state_of(owner), KeyState::suspended);
  EXPECT_EQ(audited("key_suspended"), 1);
  EXPECT_EQ(rows("cosignatures"), 1);
}

TEST_P(CoSigning, ACopyUsedFirstIsFoundOutWhenTheRealPhoneIsUsed) {
  RawPhone owner = phone_with_key();
  const sk::Freshness original = owner.freshness;
  owner.sign(statement("复制品先用"));
  owner.freshness = original;
  EXPECT_EQ(owner.try_sign(statement("真手机")), "key_suspended");
}

TEST_P(CoSigning, ResynchronisingTellsFreshnessOnlyForTheLastOperation) {
  RawPhone owner = phone_with_key();
  const auto first = owner.sign_request(statement("一"));
  EXPECT_EQ(owner.ask(first).code, "ok");  // the answer is lost
  const auto response = owner.ask(sk::ResynchroniseRequest{owner.key_id, first.operation_id});
  const auto result = owner.accept<sk::ResynchroniseResult>(response);
  EXPECT_EQ(result.operation, sk::Operation::sign);
  EXPECT_TRUE(result.applied);
  owner.sign(statement("二"));
  EXPECT_EQ(owner.ask(sk::ResynchroniseRequest{owner.key_id, first.operation_id}).code, "not_found");
  const auto wrong = owner.wrong_pin_request(statement());
  owner.ask(wrong);
  const auto after_wrong = owner.ask(sk::ResynchroniseRequest{owner.key_id, wrong.operation_id});
  EXPECT_FALSE(sk::decode_message<sk::ResynchroniseResult>(after_wrong.body.view())->applied);
}

// Intents.

TEST_P(CoSigning, WhatIsNoIntentIsRefusedAndTheKeyGoesOn) {
  RawPhone owner = phone_with_key();
  const core::Bytes hash(32, 0x42);
  for (const auto kind :
       {core::IntentKind::csr, core::IntentKind::cms, core::IntentKind::seal, core::IntentKind::text}) {
    EXPECT_EQ(owner.ask(owner.sign_request(hash, kind)).code, "intent_refused");
  }
  const auto foreign = core::testing::csr_intent(core::sm2::Point::base());
  EXPECT_EQ(owner.ask(owner.sign_request(foreign, core::IntentKind::csr)).code, "intent_refused");
  EXPECT_EQ(rows("cosignatures"), 0);
  EXPECT_EQ(owner.try_sign(statement()), "ok");  // under the same freshness
}

// Generation.

TEST_P(CoSigning, GenerationNeedsBothProofs) {
  RawPhone owner = phone();
  auto request = owner.generate_request();
  request.p1_proof[5] ^= 1;
  EXPECT_EQ(owner.ask(request).code, "bad_proof");
  request = owner.generate_request();
  request.a1_proof[5] ^= 1;
  EXPECT_EQ(owner.ask(request).code, "bad_proof");
  request = owner.generate_request();
  request.operation_id[0] ^= 1;  // another context
  EXPECT_EQ(owner.ask(request).code, "bad_proof");
  EXPECT_EQ(rows("split_keys"), 0);
}

TEST_P(CoSigning, ProofsOfOneDeviceDoNotServeAnother) {
  RawPhone one = phone();
  RawPhone two = phone();
  EXPECT_EQ(two.ask(one.generate_request()).code, "bad_proof");
}

TEST_P(CoSigning, ARepeatedGenerationMakesOneKey) {
  RawPhone owner = phone();
  const core::Bytes request = sk::encode_request(owner.generate_request());
  const auto first = owner.send(request);
  const auto second = owner.send(request);
  ASSERT_EQ(first.code, "ok");
  EXPECT_TRUE(core::equal_constant_time(first.body.view(), second.body.view()));
  EXPECT_EQ(rows("split_keys"), 1);
}

TEST_P(CoSigning, AnActivationCodeMakesAnOperatorsKeyUntilItHasSigned) {
  const auto activation = operators.add("示范受理员", vault::Role::acceptance);
  RawPhone officer = phone();
  EXPECT_EQ(officer.generate("WRONG"), "activation_refused");
  EXPECT_EQ(rows("split_keys"), 0);
  ASSERT_EQ(officer.generate(activation.code), "ok");
  EXPECT_EQ(officer.holder, activation.operator_id + " 示范受理员");
  EXPECT_EQ(officer.generate(activation.code), "ok");  // the first answer may have been lost
  RawPhone stranger = phone();
  EXPECT_EQ(stranger.generate(activation.code), "activation_refused");
  officer.sign(statement());
  EXPECT_EQ(officer.generate(activation.code), "activation_refused");
  database->read(
      [&](platform::Transaction& t) { EXPECT_TRUE(directory.find(t, officer.key_id)->is_operators); });
}

// At the same time.

TEST_P(CoSigning, OneSealedRequestSentByManyAtOnceIsDoneOnce) {
  RawPhone owner = phone_with_key();
  auto channel = owner.seal(sk::encode_request(owner.sign_request(statement())));
  const core::Bytes sealed = owner.sealed_bytes(channel);
  std::vector<core::Bytes> answers(6);
  std::vector<std::thread> threads;
  for (auto& answer : answers) {
    threads.emplace_back([&] { answer = cosigner.exchange(sealed); });
  }
  for (auto& thread : threads) thread.join();
  const core::Secret first = *channel.open_response(answers[0]);
  for (const auto& answer : answers) {
    EXPECT_TRUE(core::equal_constant_time(channel.open_response(answer)->view(), first.view()));
  }
  EXPECT_EQ(rows("cosignatures"), 1);
}

TEST_P(CoSigning, OfTwoRequestsUnderOneTokenOneIsGranted) {
  RawPhone owner = phone_with_key();
  std::vector<core::DeviceChannel> channels;
  std::vector<core::Bytes> sealed;
  for (int i = 0; i < 4; ++i) {
    channels.push_back(owner.seal(sk::encode_request(owner.sign_request(statement(std::to_string(i))))));
    sealed.push_back(owner.sealed_bytes(channels.back()));
  }
  std::vector<core::Bytes> answers(sealed.size());
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    threads.emplace_back([&, i] { answers[i] = cosigner.exchange(sealed[i]); });
  }
  for (auto& thread : threads) thread.join();
  int granted = 0;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const auto response = sk::decode_response(channels[i].open_response(answers[i])->view());
    if (response->ok()) {
      ++granted;
    } else {
      EXPECT_EQ(response->code, "key_suspended");
    }
  }
  EXPECT_EQ(granted, 1);
  EXPECT_EQ(rows("cosignatures"), 1);
}

TEST_P(CoSigning, AllThatTheVaultHasMakesNoSignature) {
  RawPhone owner = phone_with_key();
  const auto text = statement();
  const auto known = owner.sign(text);
  const auto row = database->read([&](platform::Transaction& t) {
    return t.query_one("SELECT d2, unlock_secret FROM split_keys").value();
  });
  const std::string id = core::to_hex(owner.key_id);
  const auto d2 = *core::sm2::Scalar::decode(key_wrap.unwrap(row.text(0), "split_keys/d2/" + id)->view());
  const auto unlock = key_wrap.unwrap(row.text(1), "split_keys/unlock/" + id);
  // With the phone's share it would be the key: so this is all of the vault's half.
  const auto d = (owner.d1 * d2).inverse() - core::sm2::Scalar::one();
  EXPECT_EQ(*core::sm2::multiply_base(d), owner.public_key);
  // Without it: what the vault can put in its place, also from signatures that it has seen.
  const auto other = statement("主人没见过");
  const auto e = core::sm2::message_digest(owner.public_key, other);
  std::vector<core::sm2::Scalar> guesses;
  guesses.push_back(core::sm2::Scalar::one());
  guesses.push_back(d2.clone());
  guesses.push_back(d2.inverse());
  guesses.push_back(sk::mask_of(unlock->view(), "d1"));
  guesses.push_back(*core::sm2::Scalar::decode(known.s) + *core::sm2::Scalar::decode(known.r));
  for (const auto& guess : guesses) {
    auto w1 = *sk::Commitment::make(random);
    const auto half = *sk::cosign(d2, w1.q1(), e, core::Digest{}, random);
    EXPECT_FALSE(sk::finish_signature(std::move(w1), guess, half.r, half.s1, owner.public_key, e));
  }
}

TEST_P(CoSigning, SecretsAreWrappedAtRest) {
  RawPhone owner = phone_with_key();
  owner.sign(statement("写进库里的摘要"));
  const std::string stored = contents();
  // The device's share and PIN key are nowhere; the vault's own share is not in the clear: with it, d1 and d2
  // give the public key.
  for (const auto* secret : {&owner.d1, &owner.a1}) {
    const auto bytes = secret->encode_public();
    EXPECT_EQ(stored.find(core::to_base64(bytes)), std::string::npos);
    EXPECT_EQ(stored.find(core::to_hex(bytes)), std::string::npos);
  }
  database->read([&](platform::Transaction& t) {
    const auto row = t.query_one("SELECT d2, unlock_secret FROM split_keys");
    const auto summary = t.query_one("SELECT summary FROM cosignatures")->text(0);
    EXPECT_EQ(summary.find("写进"), std::string::npos);
    EXPECT_FALSE(key_wrap.unwrap(row->text(0), "split_keys/unlock/" + core::to_hex(owner.key_id)));
    EXPECT_TRUE(key_wrap.unwrap(row->text(0), "split_keys/d2/" + core::to_hex(owner.key_id)));
  });
}

}  // namespace
}  // namespace palmkey::test
