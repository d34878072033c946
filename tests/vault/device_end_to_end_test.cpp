// Phone and vault together: the honest way, and what becomes of it when messages are lost, storage is copied,
// or certificates are not ours.
#include "core/encoding.hpp"
#include "core/pkcs10.hpp"
#include "tests/core/device/fake_vault.hpp"
#include "tests/vault/device_end_to_end_fixture.hpp"

namespace palmkey::test {
namespace {

using core::Error;

PALMKEY_ON_BOTH_DATABASES(DeviceEndToEnd);

TEST_P(DeviceEndToEnd, LivesItsWholeLife) {
  configure();
  generate();
  const auto request = succeed(device->request_certificate(
      key_id, pin_code, *core::Name::of({{"2.5.4.6", "CN"}, {"2.5.4.3", "张示范"}})));
  EXPECT_TRUE(core::decode_request(std::get<core::Bytes>(request)));
  EXPECT_EQ(fail(device->install(key_id, pin_code)), Error::not_found);  // nothing is issued yet

  issue();
  install();
  EXPECT_EQ(key().signing_certificate, certificates.certificates[0]);
  EXPECT_EQ(key().chain, certificates.given_chain);
  ASSERT_EQ(key().encryption_keys.size(), 1U);
  const auto first = key().encryption_keys[0];
  expect_decrypts(first.public_key);
  expect_signs();

  ASSERT_TRUE(std::holds_alternative<core::device::Outcome>(device->change_pin(key_id, pin_code, "590316")));
  pin_code = "590316";
  expect_decrypts(first.public_key);
  expect_signs();

  issue();  // renewal: a second encryption key
  install();
  ASSERT_EQ(key().encryption_keys.size(), 2U);
  expect_decrypts(key().encryption_keys[1].public_key);
  expect_decrypts(first.public_key, first.id);  // what was sent to the old one stays readable

  const auto status = succeed(device->status(key_id));
  EXPECT_EQ(std::get<sk::StatusResult>(status).uses, 3U);
  const auto history = succeed(device->history(key_id, 0, 10));
  ASSERT_EQ(std::get<sk::HistoryResult>(history).entries.size(), 3U);
  EXPECT_EQ(std::get<sk::HistoryResult>(history).entries[2].kind, core::IntentKind::csr);
}

TEST_P(DeviceEndToEnd, WhatWasEncryptedForALostPhoneOpensOnAnotherAfterItsRecovery) {
  configure();
  generate();
  issue();
  install();
  const auto lost = key();
  const core::Bytes lost_storage = storage.stored;

  storage.stored.clear();  // another phone
  open();
  configure();
  generate();
  issue();
  install();
  const auto ciphertext =
      *core::sm2::encrypt(lost.encryption_keys[0].public_key, core::as_bytes("机密"), random);
  EXPECT_EQ(fail(device->decrypt(key_id, pin_code, ciphertext)), Error::decryption_failed);

  database->transaction([&](platform::Transaction& t) { kmc.move(t, lost.id, key_id); });
  install();
  ASSERT_EQ(key().encryption_keys.size(), 2U);
  EXPECT_EQ(key().encryption_keys[0].public_key, lost.encryption_keys[0].public_key);
  EXPECT_EQ(key().encryption_keys[0].certificate, lost.encryption_keys[0].certificate);
  expect_decrypts(lost.encryption_keys[0].public_key, lost.encryption_keys[0].id);
  expect_decrypts(key().encryption_keys[1].public_key);

  storage.stored = lost_storage;  // found again
  open();
  EXPECT_EQ(fail(device->decrypt(lost.id, pin_code, ciphertext)), Error::not_found);
}

TEST_P(DeviceEndToEnd, ARepeatedInstallationKillsTheEarlierSplit) {
  configure();
  generate();
  issue();
  install();
  const auto before = core::device::State::decode(storage.stored);
  install();
  expect_decrypts(key().encryption_keys[0].public_key);
  // The earlier share, put back, opens nothing.
  auto state = *core::device::State::decode(storage.stored);
  state.find(key_id)->encryption_keys = before->find(key_id)->encryption_keys;
  storage.stored = state.encode();
  open();
  const auto ciphertext =
      *core::sm2::encrypt(key().encryption_keys[0].public_key, core::as_bytes("机密"), random);
  EXPECT_EQ(fail(device->decrypt(key_id, pin_code, ciphertext)), Error::decryption_failed);
}

TEST_P(DeviceEndToEnd, PinsTheDescriptorOfTheCodeAndNoOther) {
  EXPECT_EQ(fail(device->configure(signed_descriptor, core::Digest{})), Error::not_pinned);
  EXPECT_EQ(fail(device->configure(signed_descriptor, std::nullopt)), Error::not_pinned);
  configure();
  SmallAuthority rogue(random, clock.now());
  const core::Descriptor descriptor{
      "示范认证中心", "https://evil.example", {sealing_keys[0].published}, {core::sm3(rogue.root)}};
  EXPECT_EQ(fail(device->configure(rogue.sign_descriptor(descriptor), std::nullopt)), Error::not_pinned);
}

TEST_P(DeviceEndToEnd, CertificatesOfAnotherAuthorityOrKeyAreRefused) {
  configure();
  generate();
  issue();
  const auto good = certificates.certificates;
  SmallAuthority rogue(random, clock.now());
  certificates.certificates[0] = rogue.certify(pki::subscriber_signing_profile(), key().public_key);
  EXPECT_EQ(fail(device->install(key_id, pin_code)), Error::wrong_issuer);
  certificates.given_chain = {rogue.issuing, rogue.root};
  EXPECT_EQ(fail(device->install(key_id, pin_code)), Error::not_pinned);
  certificates.given_chain = {authority->issuing, rogue.root};
  EXPECT_EQ(fail(device->install(key_id, pin_code)), Error::not_pinned);
  EXPECT_TRUE(key().signing_certificate.empty());
  EXPECT_TRUE(key().encryption_keys.empty());
  certificates.certificates = good;
  certificates.given_chain = {authority->issuing, authority->root};
  install();
}

TEST_P(DeviceEndToEnd, GoodCertificatesOfOtherKeysAreRefused) {
  core::testing::FakeVault lying(5);
  transport.handler = [&](core::ByteView sealed) { return lying.exchange(sealed); };
  const core::Descriptor descriptor{"示范认证中心",
                                    "https://palmkey.example",
                                    {{lying.sealing_key(), clock.now() - 10, clock.now() + 10}},
                                    {core::sm3(authority->root)}};
  signed_descriptor = authority->sign_descriptor(descriptor);
  configure();
  generate();
  const auto other = core::sm2::PrivateKey::generate(random)->public_key();
  const auto own = core::sm2::PrivateKey::generate(random)->public_key();
  sk::InstallResult answer;
  answer.keys.push_back({sk::Identifier{1}, own, core::sm2::Scalar::one(),
                         authority->certify(pki::subscriber_encryption_profile(), own)});
  answer.signing_certificate = authority->certify(pki::subscriber_signing_profile(), other);
  answer.chain = {authority->issuing, authority->root};
  lying.install = &answer;
  EXPECT_EQ(fail(device->install(key_id, pin_code)), Error::refused);
  answer.signing_certificate = authority->certify(pki::subscriber_signing_profile(), key().public_key);
  const core::Bytes good = answer.keys[0].certificate;
  answer.keys[0].certificate = authority->certify(pki::subscriber_encryption_profile(), other);
  EXPECT_EQ(fail(device->install(key_id, pin_code)), Error::refused);
  EXPECT_TRUE(key().encryption_keys.empty());
  answer.keys[0].certificate = good;
  install();
}

TEST_P(DeviceEndToEnd, AWrongPinSaysWhatIsLeftAndLocksInTheEnd) {
  configure();
  generate();
  const std::string right = pin_code;
  for (const std::uint64_t left : {4, 3, 2, 1, 0}) {
    const auto finished = device->sign(key_id, "104862", core::IntentKind::text, statement());
    EXPECT_EQ(fail(finished), left == 0 ? Error::key_locked : Error::wrong_pin);
    EXPECT_EQ(std::get<core::device::Failed>(finished).tries_left, left);
    advance(400);
  }
  EXPECT_EQ(fail(device->sign(key_id, right, core::IntentKind::text, statement())), Error::key_locked);
  const auto status = succeed(device->status(key_id));
  EXPECT_EQ(std::get<sk::StatusResult>(status).state, "locked");
}

TEST_P(DeviceEndToEnd, ACopiedPhoneIsFoundOutAtTheNextUse) {
  configure();
  generate();
  const core::Bytes copy = storage.stored;
  expect_signs();
  const core::Bytes original = storage.stored;
  storage.stored = copy;  // the thief has the storage, the device key and the PIN
  open();
  EXPECT_EQ(fail(device->sign(key_id, pin_code, core::IntentKind::text, statement())), Error::key_suspended);
  storage.stored = original;
  open();
  EXPECT_EQ(fail(device->sign(key_id, pin_code, core::IntentKind::text, statement())), Error::key_suspended);
}

TEST_P(DeviceEndToEnd, AnAnswerLostAnywhereIsMadeUpFor) {
  configure();
  for (const bool arrives : {false, true}) {
    lose_next(arrives);
    EXPECT_EQ(fail(device->generate(pin_code, {})), Error::transport_failed);
  }
  EXPECT_TRUE(device->state().keys.empty());
  generate();
  issue();
  for (const bool arrives : {false, true}) {
    lose_next(arrives);
    EXPECT_EQ(fail(device->install(key_id, pin_code)), Error::transport_failed);
    open();
    install();
    lose_next(arrives);
    EXPECT_EQ(fail(device->sign(key_id, pin_code, core::IntentKind::text, statement())),
              Error::transport_failed);
    open();
    expect_signs();
    const auto ciphertext =
        *core::sm2::encrypt(key().encryption_keys[0].public_key, core::as_bytes("机密"), random);
    lose_next(arrives);
    EXPECT_EQ(fail(device->decrypt(key_id, pin_code, ciphertext)), Error::transport_failed);
    open();
    expect_decrypts(key().encryption_keys[0].public_key);
  }
}

TEST_P(DeviceEndToEnd, AChangeOfPinLostOnItsWayIsFinishedWithBothPins) {
  configure();
  generate();
  issue();
  install();
  lose_next(false);
  EXPECT_EQ(fail(device->change_pin(key_id, pin_code, "590316")), Error::transport_failed);
  open();
  expect_signs();  // the old PIN still holds
  lose_next(true);
  EXPECT_EQ(fail(device->change_pin(key_id, pin_code, "590316")), Error::transport_failed);
  open();
  EXPECT_EQ(fail(device->sign(key_id, pin_code, core::IntentKind::text, statement())), Error::pins_needed);
  EXPECT_EQ(fail(device->finish_change_pin(key_id, pin_code, "104862")), Error::wrong_pin);
  const core::Bytes before = storage.stored;
  EXPECT_EQ(fail(device->finish_change_pin(key_id, "104862", "590316")), Error::wrong_old_pin);
  EXPECT_EQ(storage.stored, before);
  lose_next(true);
  EXPECT_EQ(fail(device->finish_change_pin(key_id, pin_code, "590316")), Error::transport_failed);
  open();
  succeed(device->finish_change_pin(key_id, pin_code, "590316"));
  pin_code = "590316";
  expect_signs();
  expect_decrypts(key().encryption_keys[0].public_key);
}

TEST_P(DeviceEndToEnd, AFrozenPhoneCanStillFinishItsChangeOfPinAndThenUnfreeze) {
  configure();
  generate();
  lose_next(true);
  EXPECT_EQ(fail(device->change_pin(key_id, pin_code, "590316")), Error::transport_failed);
  const auto frozen = succeed(device->freeze(key_id));
  EXPECT_EQ(std::get<sk::StatusResult>(frozen).state, "frozen");
  EXPECT_EQ(fail(device->unfreeze(key_id, "590316")), Error::pins_needed);
  succeed(device->finish_change_pin(key_id, pin_code, "590316"));
  pin_code = "590316";
  EXPECT_EQ(fail(device->sign(key_id, pin_code, core::IntentKind::text, statement())), Error::key_frozen);
  lose_next(true);
  EXPECT_EQ(fail(device->unfreeze(key_id, pin_code)), Error::transport_failed);
  open();
  expect_signs();
}

TEST_P(DeviceEndToEnd, TheHostMayRepeatAMessage) {
  configure();
  generate();
  transport.handler = [this](core::ByteView sealed) -> core::Result<core::Bytes> {
    for (int i = 0; i < 3; ++i) (void)cosigner.exchange(sealed);
    return cosigner.exchange(sealed);
  };
  expect_signs();
  expect_signs();
  EXPECT_EQ(rows("cosignatures"), 2);
}

}  // namespace
}  // namespace palmkey::test
