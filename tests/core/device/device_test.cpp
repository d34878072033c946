// The device against a vault in memory: the honest way, lost answers, failing storage, and a vault that lies.
#include "core/intent.hpp"
#include "core/pkcs10.hpp"
#include "tests/core/device/device_fixture.hpp"
#include "tests/core/mutations.hpp"

namespace palmkey::core::device {
namespace {

TEST_F(DeviceWithKey, SignsAgainAndAgain) {
  expect_signs();
  expect_signs();
  open();
  expect_signs();
}

TEST_F(DeviceWithKey, RequestsACertificateForItsKey) {
  Finished finished = device_->request_certificate(key_id_, kPin, *Name::of({{"2.5.4.6", "CN"}}));
  ASSERT_TRUE(std::holds_alternative<Outcome>(finished));
  const auto request = decode_request(std::get<Bytes>(std::get<Outcome>(finished)));
  ASSERT_TRUE(request);
  EXPECT_EQ(request->info.public_key, key().public_key);
}

TEST_F(DeviceWithKey, DecryptsWithItsShare) {
  const sm2::PrivateKey whole = install_encryption_key();
  const auto ciphertext = sm2::encrypt(whole.public_key(), as_bytes("机密"), random_);
  Finished finished = device_->decrypt(key_id_, kPin, *ciphertext);
  ASSERT_TRUE(std::holds_alternative<Outcome>(finished));
  EXPECT_EQ(as_text(std::get<Secret>(std::get<Outcome>(finished)).view()), "机密");
  EXPECT_EQ(error_of(device_->decrypt(key_id_, kPin, *ciphertext, Identifier{9})), Error::not_found);
}

TEST_F(DeviceWithKey, DecryptsWithWhicheverOfItsKeysItIsForWhereNoneIsNamed) {
  const sm2::PrivateKey older = install_encryption_key(41), newer = install_encryption_key(42);
  for (const auto* whole : {&older, &newer}) {
    const auto ciphertext = sm2::encrypt(whole->public_key(), as_bytes("机密"), random_);
    Finished finished = device_->decrypt(key_id_, kPin, *ciphertext);
    ASSERT_TRUE(std::holds_alternative<Outcome>(finished));
    EXPECT_EQ(as_text(std::get<Secret>(std::get<Outcome>(finished)).view()), "机密");
  }
  const auto for_older = sm2::encrypt(older.public_key(), as_bytes("机密"), random_);
  EXPECT_EQ(error_of(device_->decrypt(key_id_, kPin, *for_older, Identifier{42})), Error::decryption_failed);
  const auto others = sm2::PrivateKey::generate(random_);
  const auto for_others = sm2::encrypt(others->public_key(), as_bytes("机密"), random_);
  EXPECT_EQ(error_of(device_->decrypt(key_id_, kPin, *for_others)), Error::decryption_failed);
  EXPECT_EQ(error_of(device_->decrypt(key_id_, kWrongPin, *for_others)), Error::wrong_pin);
  expect_signs();
}

TEST_F(DeviceWithKey, WrongAnswerToADecryptionIsRefused) {
  const sm2::PrivateKey whole = install_encryption_key();
  const auto ciphertext = sm2::encrypt(whole.public_key(), as_bytes("机密"), random_);
  vault_.lie_decrypt = [](splitkey::DecryptResult& result) { result.t = result.t.negate(); };
  EXPECT_EQ(error_of(device_->decrypt(key_id_, kPin, *ciphertext)), Error::decryption_failed);
  vault_.lie_decrypt = nullptr;
  expect_signs();
}

TEST_F(DeviceWithKey, WrongPinSaysHowManyTriesAreLeft) {
  const Finished finished = sign(kWrongPin);
  EXPECT_EQ(error_of(finished), Error::wrong_pin);
  EXPECT_EQ(std::get<Failed>(finished).tries_left, 4U);
  EXPECT_FALSE(key().pending);
  expect_signs();
}

TEST_F(DeviceWithKey, RefusesAnIntentItMayNotSignBeforeAnythingIsSent) {
  const std::size_t sent = transport_.sent.size();
  EXPECT_EQ(error_of(device_->sign(key_id_, kPin, IntentKind::text, Bytes(32, 1))), Error::intent_refused);
  EXPECT_EQ(error_of(device_->sign(key_id_, kPin, IntentKind::csr, testing::csr_intent(sm2::Point::base()))),
            Error::intent_refused);
  EXPECT_EQ(transport_.sent.size(), sent);
}

TEST_F(DeviceWithKey, ChangedPinSignsAndTheOldOneDoesNot) {
  const sm2::PrivateKey whole = install_encryption_key();
  const Key before = key();
  ASSERT_TRUE(std::holds_alternative<Outcome>(device_->change_pin(key_id_, kPin, kNewPin)));
  EXPECT_EQ(error_of(sign(kPin)), Error::wrong_pin);
  expect_signs(kNewPin);
  const auto ciphertext = sm2::encrypt(whole.public_key(), as_bytes("机密"), random_);
  Finished opened = device_->decrypt(key_id_, kNewPin, *ciphertext);
  EXPECT_TRUE(std::holds_alternative<Outcome>(opened));
  // No scalar stands under two PINs.
  const Secret old_k = mask_key(kPin, before.salt);
  const Secret new_k = mask_key(kNewPin, key().salt);
  const auto same = [&](const auto& one, const auto& two, std::string_view label) {
    return splitkey::unmask(one, old_k.view(), label)->equals(*splitkey::unmask(two, new_k.view(), label));
  };
  EXPECT_FALSE(same(before.d1, key().d1, "d1"));
  EXPECT_FALSE(same(before.a1, key().a1, "a1"));
  const std::string label = "u1 " + to_hex(key().encryption_keys[0].id);
  EXPECT_FALSE(same(before.encryption_keys[0].share, key().encryption_keys[0].share, label));
  EXPECT_NE(before.salt, key().salt);
  EXPECT_NE(before.d1_unlock, key().d1_unlock);
}

TEST_F(DeviceWithKey, PinPolicyHoldsForNewPins) {
  EXPECT_EQ(error_of(device_->change_pin(key_id_, kPin, "123456")), Error::pin_refused);
  EXPECT_EQ(error_of(device_->change_pin(key_id_, kPin, "860523", {"19860523"})), Error::pin_refused);
  EXPECT_EQ(error_of(device_->generate("111111", {})), Error::pin_refused);
  expect_signs();
}

TEST_F(DeviceWithKey, CopyFromBeforeAChangeOfPinIsWorthless) {
  const Bytes copy = storage_.stored;
  ASSERT_TRUE(std::holds_alternative<Outcome>(device_->change_pin(key_id_, kPin, kNewPin)));
  storage_.stored = copy;
  open();
  EXPECT_EQ(error_of(sign(kPin)), Error::wrong_pin);
}

TEST_F(DeviceWithKey, StoresNothingThatTellsARightPin) {
  install_encryption_key();
  expect_signs();
  EXPECT_EQ(error_of(sign(kWrongPin)), Error::wrong_pin);
  const Secret k = mask_key(kPin, key().salt);
  const auto point_of = [&](const splitkey::MaskedScalar& masked, std::string_view label) {
    return *sm2::multiply_base(*splitkey::unmask(masked, k.view(), label));
  };
  const auto inverse_point = [](const sm2::Scalar& x) { return *sm2::multiply_base(x.inverse()); };
  const auto& share = key().encryption_keys[0];
  const auto& entry = vault_.keys.at(key_id_);
  const sm2::Scalar d1 = *splitkey::unmask(key().d1, k.view(), "d1");
  const std::vector<sm2::Point> telling = {entry.a1, point_of(key().d1, "d1"), inverse_point(d1),
                                           inverse_point(entry.d2),
                                           point_of(share.share, "u1 " + to_hex(share.id))};
  ASSERT_EQ(entry.a1, point_of(key().a1, "a1"));
  ASSERT_TRUE(std::holds_alternative<Outcome>(device_->change_pin(key_id_, kPin, kNewPin)));
  ASSERT_GT(storage_.all.size(), 4U);
  for (const Bytes& stored : storage_.all) {
    for (const sm2::Point& point : telling) {
      const auto x = point.x();
      EXPECT_EQ(std::search(stored.begin(), stored.end(), x.begin(), x.end()), stored.end());
    }
    const auto d1_bytes = d1.encode_public();
    EXPECT_EQ(std::search(stored.begin(), stored.end(), d1_bytes.begin(), d1_bytes.end()), stored.end());
  }
}

// Keeps all that it gave out in pieces of 32 bytes and more: scalars, nonces, ephemeral keys.
struct RecordingRandom final : Random {
  explicit RecordingRandom(Random& from) : from_(from) {}
  Result<void> fill(MutableByteView out) override {
    PALMKEY_CHECK(from_.fill(out));
    if (out.size() >= 32) given.emplace_back(out.begin(), out.end());
    return {};
  }
  std::vector<Bytes> given;

 private:
  Random& from_;
};

TEST_F(DeviceWithKey, StoresNeitherNoncesNorTheChannelsKeys) {
  // So a recorded transcript stays closed to whoever gets the storage later, and no nonce is used twice after
  // a restart.
  RecordingRandom recording(random_);
  auto device = *Device::open({storage_, transport_, device_key_, secret_, clock_, recording});
  transport_.handler = [](ByteView) -> Result<Bytes> { return Error::transport_failed; };
  (void)device.sign(key_id_, kPin, IntentKind::text, intent_);
  transport_.handler = [this](ByteView sealed) { return vault_.exchange(sealed); };
  (void)device.sign(key_id_, kPin, IntentKind::text, intent_);
  (void)device.change_pin(key_id_, kPin, kNewPin);
  ASSERT_GT(recording.given.size(), 6U);
  for (const Bytes& stored : storage_.all) {
    for (const Bytes& given : recording.given) {
      EXPECT_EQ(std::search(stored.begin(), stored.end(), given.begin(), given.end()), stored.end());
      const auto reduced = sm2::Scalar::reduce(ByteView(given).first(32)).encode_public();
      EXPECT_EQ(std::search(stored.begin(), stored.end(), reduced.begin(), reduced.end()), stored.end());
    }
  }
}

TEST_F(DeviceWithKey, WrongPinsBehaveAsTheRightOneUntilTheVaultAnswers) {
  // The same effects in the same order, with messages of the same size: nothing here tells PINs apart.
  const auto trace = [&](std::string_view pin) {
    State state = *State::decode(storage_.stored);
    TestRandom random(77);
    Operation operation = device::sign({state, random, device_key_.public_key(), clock_.time}, key_id_,
                                       Secret::copy_of(as_bytes(pin)), IntentKind::text, intent_);
    std::vector<std::pair<std::size_t, std::size_t>> steps;
    Effect effect = operation.start();
    while (!std::holds_alternative<Send>(effect)) {
      Bytes answer;
      std::size_t size = 0;
      if (auto* hmac = std::get_if<HmacWithDeviceSecret>(&effect)) {
        const Secret mac = *secret_.hmac(hmac->data.view());
        answer.assign(mac.view().begin(), mac.view().end());
        size = hmac->data.size();
      } else if (auto* signing = std::get_if<SignWithDeviceKey>(&effect)) {
        answer = Bytes(64, 7);
        size = signing->data.size();
      } else {
        size = std::get<Store>(effect).state.size();
      }
      steps.emplace_back(effect.index(), size);
      effect = operation.resume(answer);
    }
    steps.emplace_back(effect.index(), std::get<Send>(effect).message.size());
    return steps;
  };
  EXPECT_EQ(trace(kPin), trace(kWrongPin));
  EXPECT_EQ(trace(kPin), trace("000000"));
}

// Answers that are lost, before or after the vault has seen the request.
class LostAnswer : public DeviceWithKey, public ::testing::WithParamInterface<bool> {
 protected:
  void lose_next() {
    transport_.handler = [this](ByteView sealed) -> Result<Bytes> {
      if (GetParam()) (void)vault_.exchange(sealed);
      transport_.handler = [this](ByteView later) { return vault_.exchange(later); };
      return Error::transport_failed;
    };
  }
};

INSTANTIATE_TEST_SUITE_P(BeforeAndAfterTheVault, LostAnswer, ::testing::Bool());

TEST_P(LostAnswer, OfASignatureIsResynchronised) {
  lose_next();
  EXPECT_EQ(error_of(sign()), Error::transport_failed);
  EXPECT_TRUE(key().pending);
  open();
  expect_signs();
}

TEST_P(LostAnswer, OfADecryptionIsResynchronised) {
  const sm2::PrivateKey whole = install_encryption_key();
  const auto ciphertext = sm2::encrypt(whole.public_key(), as_bytes("机密"), random_);
  lose_next();
  EXPECT_EQ(error_of(device_->decrypt(key_id_, kPin, *ciphertext)), Error::transport_failed);
  open();
  EXPECT_TRUE(std::holds_alternative<Outcome>(device_->decrypt(key_id_, kPin, *ciphertext)));
}

TEST_P(LostAnswer, OfAnUnfreezingIsResynchronised) {
  device_->freeze(key_id_);
  lose_next();
  EXPECT_EQ(error_of(device_->unfreeze(key_id_, kPin)), Error::transport_failed);
  open();
  EXPECT_TRUE(std::holds_alternative<Outcome>(device_->unfreeze(key_id_, kPin)));
  expect_signs();
}

TEST_P(LostAnswer, OfAGenerationLeavesNothing) {
  lose_next();
  EXPECT_EQ(error_of(device_->generate(kPin, {.label = "another", .activation = {}, .dates = {}})),
            Error::transport_failed);
  EXPECT_EQ(device_->state().keys.size(), 1U);
  EXPECT_NE(generate(), key_id_);
}

TEST_P(LostAnswer, OfAChangeOfPinIsFinishedOrDropped) {
  lose_next();
  EXPECT_EQ(error_of(device_->change_pin(key_id_, kPin, kNewPin)), Error::transport_failed);
  open();
  if (!GetParam()) {  // it never arrived: the old PIN stays
    expect_signs(kPin);
    return;
  }
  EXPECT_EQ(error_of(sign(kPin)), Error::pins_needed);
  const Bytes before = storage_.stored;
  const Finished wrong_new = device_->finish_change_pin(key_id_, kPin, kWrongPin);
  EXPECT_EQ(error_of(wrong_new), Error::wrong_pin);
  EXPECT_EQ(std::get<Failed>(wrong_new).tries_left, 4U);
  EXPECT_EQ(error_of(device_->finish_change_pin(key_id_, kWrongPin, kNewPin)), Error::wrong_old_pin);
  EXPECT_EQ(storage_.stored, before);  // a mistyped PIN destroys nothing
  ASSERT_TRUE(std::holds_alternative<Outcome>(device_->finish_change_pin(key_id_, kPin, kNewPin)));
  EXPECT_FALSE(key().pending);
  expect_signs(kNewPin);
}

TEST_P(LostAnswer, OfTheResynchronisationItselfIsRepeated) {
  lose_next();
  EXPECT_EQ(error_of(sign()), Error::transport_failed);
  lose_next();
  EXPECT_EQ(error_of(sign()), Error::transport_failed);
  expect_signs();
}

TEST_F(DeviceWithKey, StorageThatFailsAtAnyPointLosesNothing) {
  for (std::size_t point = 0; point < 3; ++point) {
    storage_.fail_at = point;
    const Finished finished = sign();
    if (storage_.fail_at) {  // it stored less often than that
      storage_.fail_at.reset();
      continue;
    }
    EXPECT_EQ(error_of(finished), Error::storage_failed) << point;
    open();
    expect_signs();
  }
}

TEST_F(DeviceWithKey, StorageThatFailsDuringAChangeOfPinLosesNothing) {
  std::string pin(kPin);
  std::string next(kNewPin);
  for (std::size_t point = 0; point < 2; ++point) {
    storage_.fail_at = point;
    EXPECT_EQ(error_of(device_->change_pin(key_id_, pin, next)), Error::storage_failed) << point;
    open();
    if (error_of(sign("880517")) == Error::pins_needed) {
      ASSERT_TRUE(std::holds_alternative<Outcome>(device_->finish_change_pin(key_id_, pin, next)));
      std::swap(pin, next);
    }
    expect_signs(pin);
  }
}

TEST_F(DeviceWithKey, AFrozenKeySignsOnceItIsUnfrozenWithThePin) {
  const Bytes before = storage_.stored;
  const Finished frozen = device_->freeze(key_id_);
  EXPECT_EQ(std::get<splitkey::StatusResult>(std::get<Outcome>(frozen)).state, "frozen");
  EXPECT_EQ(storage_.stored, before);
  EXPECT_EQ(error_of(sign()), Error::key_frozen);
  EXPECT_EQ(error_of(device_->change_pin(key_id_, kPin, kNewPin)), Error::key_frozen);
  EXPECT_EQ(error_of(device_->install(key_id_, kPin)), Error::key_frozen);
  EXPECT_EQ(error_of(device_->unfreeze(key_id_, kWrongPin)), Error::wrong_pin);
  EXPECT_EQ(error_of(sign()), Error::key_frozen);
  EXPECT_TRUE(std::holds_alternative<Outcome>(device_->unfreeze(key_id_, kPin)));
  expect_signs();
}

TEST_F(DeviceWithKey, FreezesWhileAnOperationIsPending) {
  auto honest = transport_.handler;
  transport_.handler = [](ByteView) { return Result<Bytes>(Error::transport_failed); };
  EXPECT_EQ(error_of(sign()), Error::transport_failed);
  EXPECT_EQ(error_of(device_->freeze(key_id_)), Error::transport_failed);
  transport_.handler = honest;
  EXPECT_TRUE(std::holds_alternative<Outcome>(device_->freeze(key_id_)));
  EXPECT_TRUE(key().pending);
  EXPECT_TRUE(std::holds_alternative<Outcome>(device_->unfreeze(key_id_, kPin)));
  expect_signs();
}

TEST_F(DeviceWithKey, OnePendingOperationBlocksTheNext) {
  transport_.handler = [](ByteView) -> Result<Bytes> { return Error::transport_failed; };
  EXPECT_EQ(error_of(sign()), Error::transport_failed);
  State state = *State::decode(storage_.stored);
  Operation operation = device::sign({state, random_, device_key_.public_key(), clock_.time}, key_id_,
                                     Secret::copy_of(as_bytes(kPin)), IntentKind::text, intent_);
  const Effect effect = operation.start();
  ASSERT_TRUE(std::holds_alternative<Failed>(effect));
  EXPECT_EQ(std::get<Failed>(effect).error, Error::operation_pending);
}

TEST_F(DeviceWithKey, AnOperationGivesOneEndAndTakesOneAnswer) {
  State state = *State::decode(storage_.stored);
  Operation operation = device::status({state, random_, device_key_.public_key(), clock_.time}, key_id_);
  EXPECT_TRUE(std::holds_alternative<Failed>(operation.resume(Bytes())));  // not started
  EXPECT_TRUE(std::holds_alternative<SignWithDeviceKey>(operation.start()));
  EXPECT_TRUE(std::holds_alternative<Failed>(operation.resume(Bytes(63, 1))));
  EXPECT_TRUE(operation.ended());
  const Effect after = operation.resume(Bytes(64, 1));
  ASSERT_TRUE(std::holds_alternative<Failed>(after));
  EXPECT_EQ(std::get<Failed>(after).error, Error::wrong_state);
}

TEST_F(DeviceWithKey, RefusesUnknownKeysAndOperationsThatAreNotPending) {
  EXPECT_EQ(error_of(device_->sign(Identifier{9}, kPin, IntentKind::text, intent_)), Error::unknown_key);
  EXPECT_EQ(error_of(device_->status(Identifier{9})), Error::unknown_key);
  EXPECT_EQ(error_of(device_->freeze(Identifier{9})), Error::unknown_key);
  EXPECT_EQ(error_of(device_->unfreeze(Identifier{9}, kPin)), Error::unknown_key);
  EXPECT_EQ(error_of(device_->resynchronise(key_id_)), Error::no_operation_pending);
}

TEST_F(DeviceWithKey, WithoutAValidSealingKeyNothingIsSent) {
  const std::size_t sent = transport_.sent.size();
  clock_.time += 11;
  EXPECT_EQ(error_of(sign()), Error::stale);
  EXPECT_EQ(transport_.sent.size(), sent);
}

// A vault that lies.
TEST_F(DeviceTest, RefusesAKeyThatItHasNoShareOf) {
  vault_.lie_generate = [&](splitkey::GenerateResult& result) {
    result.public_key = sm2::PrivateKey::generate(random_)->public_key();
  };
  EXPECT_EQ(error_of(device_->generate(kPin, {})), Error::bad_proof);
  vault_.lie_generate = [](splitkey::GenerateResult& result) { result.p2_proof[40] ^= 1; };
  EXPECT_EQ(error_of(device_->generate(kPin, {})), Error::bad_proof);
  vault_.lie_generate = [](splitkey::GenerateResult& result) { result.p2 = result.p2.negate(); };
  EXPECT_EQ(error_of(device_->generate(kPin, {})), Error::bad_proof);
  EXPECT_TRUE(device_->state().keys.empty());
  EXPECT_TRUE(storage_.all.empty());
}

TEST_F(DeviceTest, KnowsNothingBeforeConfiguration) {
  storage_.stored = State().encode();
  open();
  EXPECT_EQ(error_of(device_->generate(kPin, {})), Error::wrong_state);
  EXPECT_EQ(error_of(device_->configure(Bytes(10, 1), Digest{})), Error::malformed);
}

TEST_F(DeviceWithKey, AWrongHalfSignatureYieldsNothingAndCanBeSettled) {
  vault_.lie_sign = [](splitkey::SignResult& result) { result.s1 = result.s1 + sm2::Scalar::one(); };
  const std::size_t sent = transport_.sent.size();
  EXPECT_EQ(error_of(sign()), Error::bad_signature);
  EXPECT_EQ(transport_.sent.size(), sent + 1);  // nothing left the device after the answer
  EXPECT_TRUE(key().pending);
  vault_.lie_sign = [](splitkey::SignResult& result) { result.r = result.r.negate(); };
  EXPECT_EQ(error_of(sign()), Error::bad_signature);
  vault_.lie_sign = nullptr;
  expect_signs();
}

TEST_F(DeviceWithKey, AWrongRefreshIsRefusedAndKeepsTheOldShares) {
  vault_.lie_change = [](splitkey::ChangePinResult& result) { result.p2 = result.p2.negate(); };
  const Key before = key();
  EXPECT_EQ(error_of(device_->change_pin(key_id_, kPin, kNewPin)), Error::bad_proof);
  EXPECT_EQ(key().d1, before.d1);
  EXPECT_EQ(key().salt, before.salt);
  EXPECT_TRUE(key().pending);
}

TEST_F(DeviceWithKey, AnInstallationBelowAnUnpinnedRootIsRefused) {
  splitkey::InstallResult install;
  install.keys.push_back({Identifier{1}, sm2::Point::base(), sm2::Scalar::one(), Bytes(3, 1)});
  install.signing_certificate = Bytes(3, 2);
  install.chain = {Bytes(3, 3), Bytes(3, 4)};
  vault_.install = &install;
  EXPECT_EQ(error_of(device_->install(key_id_, kPin)), Error::not_pinned);
  EXPECT_TRUE(key().encryption_keys.empty());
  install.chain.pop_back();
  EXPECT_EQ(error_of(device_->install(key_id_, kPin)), Error::malformed);
  expect_signs();
}

TEST_F(DeviceWithKey, GarbageForAnswersChangesNothingAndCanBeSettled) {
  int turn = 0;
  for (; turn < 40; ++turn) {
    transport_.handler = [&](ByteView sealed) -> Result<Bytes> {
      const Bytes answer = *vault_.exchange(sealed);
      Bytes changed = testing::mutate(answer, random_);
      if (changed == answer) changed.push_back(0);
      return changed;
    };
    const Finished finished = sign();
    ASSERT_TRUE(std::holds_alternative<Failed>(finished)) << turn;
    EXPECT_FALSE(std::get<Failed>(finished).tries_left);
  }
  transport_.handler = [this](ByteView sealed) { return vault_.exchange(sealed); };
  expect_signs();
}

TEST_F(DeviceWithKey, SealedGarbageIsRefusedToo) {
  vault_.lie_response = [](splitkey::Response& response) { response.body = Secret(Bytes{0x30, 0}); };
  EXPECT_EQ(error_of(sign()), Error::malformed);
  vault_.lie_response = [](splitkey::Response& response) {
    response.code = "no_such_code";
    response.body.clear();
  };
  EXPECT_EQ(error_of(sign()), Error::refused);
  vault_.lie_response = nullptr;
  expect_signs();
}

TEST_F(DeviceWithKey, StateIsReadAsWrittenAndNothingElseIs) {
  install_encryption_key();
  transport_.handler = [](ByteView) -> Result<Bytes> { return Error::transport_failed; };
  (void)device_->change_pin(key_id_, kPin, kNewPin);
  const Bytes valid = storage_.stored;
  EXPECT_EQ(State::decode(valid)->encode(), valid);
  for (int i = 0; i < 1000; ++i) {
    const Bytes changed = testing::mutate(valid, random_);
    const auto state = State::decode(changed);
    if (!state) continue;
    EXPECT_EQ(state->encode(), changed);
  }
  Bytes newer = valid;
  ASSERT_EQ(newer[6], 2);  // the version, after 30 82 xx xx 02 01
  newer[6] = 3;
  EXPECT_EQ(State::decode(newer).error(), Error::unsupported);
}

}  // namespace
}  // namespace palmkey::core::device
