// Whole phones and the vault: unlocking and the change of phone, also when messages are lost or a phone is
// restarted in the middle.
#include "core/splitkey/handover_messages.hpp"
#include "tests/vault/device_end_to_end_fixture.hpp"

namespace palmkey::test {
namespace {

using core::Error;

class DeviceHandover : public DeviceEndToEnd {
 protected:
  void SetUp() override {
    DeviceEndToEnd::SetUp();
    new_transport.handler = transport.handler;
    new_secret.key = core::Bytes(32, 0x77);
    new_device.emplace(*core::device::Device::open(new_host));
    configure();
    generate();
    issue();
    install();
    const auto fingerprint = core::decode_signed_descriptor(signed_descriptor)->fingerprint();
    succeed(new_device->configure(signed_descriptor, fingerprint));
  }

  core::Bytes offer() {
    const auto outcome = succeed(new_device->offer_transfer(new_pin));
    return std::get<core::Bytes>(outcome);
  }
  sk::Identifier transfer_id() { return new_device->state().incoming.back().transfer_id; }
  // The fixture's phone is the new one from now on.
  void take_over() {
    device.emplace(*core::device::Device::open(new_host));
    pin_code = new_pin;
  }
  void restart_new_phone() { new_device.emplace(*core::device::Device::open(new_host)); }
  void lock() {
    for (int i = 0; i < 5; ++i) {
      (void)device->sign(key_id, "905173", core::IntentKind::text, statement());
      advance(400);
    }
    EXPECT_EQ(fail(device->sign(key_id, pin_code, core::IntentKind::text, statement())), Error::key_locked);
  }
  void approve() { unlocks.approve(key_id); }

  std::string new_pin = "590316";
  core::testing::MemoryStorage new_storage;
  core::testing::FunctionTransport new_transport;
  DeviceKeyFile new_device_key;
  core::testing::HmacSecret new_secret;
  core::device::Host new_host{new_storage, new_transport, new_device_key, new_secret, device_clock, random};
  std::optional<core::device::Device> new_device;
};
PALMKEY_ON_BOTH_DATABASES(DeviceHandover);

TEST_P(DeviceHandover, TheKeyMovesWithAllThatItOpens) {
  const auto first = key().encryption_keys[0];
  issue();
  install();
  const auto second = key().encryption_keys[1];
  const auto ticket = offer();
  succeed(device->transfer(key_id, pin_code, ticket));
  EXPECT_EQ(device->state().find(key_id), nullptr) << "the old phone keeps nothing";
  const auto received = succeed(new_device->receive_transfer(transfer_id(), new_pin));
  EXPECT_EQ(std::get<core::device::GeneratedKey>(received).key_id, key_id);
  EXPECT_TRUE(new_device->state().incoming.empty());
  take_over();
  EXPECT_EQ(key().label, "order");
  EXPECT_EQ(key().signing_certificate, certificates.certificates[2]);  // of the second pair
  expect_signs();
  expect_decrypts(first.public_key, first.id);
  expect_decrypts(second.public_key, second.id);
}

TEST_P(DeviceHandover, TheOldPhonesCopyIsWorthlessAfterTheMove) {
  const auto copy = storage.stored;
  succeed(device->transfer(key_id, pin_code, offer()));
  succeed(new_device->receive_transfer(transfer_id(), new_pin));
  storage.stored = copy;
  open();
  EXPECT_EQ(fail(device->sign(key_id, pin_code, core::IntentKind::text, statement())), Error::unknown_key);
}

TEST_P(DeviceHandover, TheNewPhoneWaitsForTheOldOne) {
  const auto ticket = offer();
  EXPECT_EQ(fail(new_device->receive_transfer(transfer_id(), new_pin)), Error::not_found);
  EXPECT_EQ(fail(device->transfer(key_id, "905173", ticket)), Error::wrong_pin);
  EXPECT_EQ(fail(new_device->receive_transfer(transfer_id(), new_pin)), Error::not_found);
  expect_signs();  // nothing was lost by the mistyped PIN
  succeed(device->transfer(key_id, pin_code, ticket));
  succeed(new_device->receive_transfer(transfer_id(), new_pin));
}

TEST_P(DeviceHandover, SurvivesARestartOfTheNewPhoneAndAMistypedPin) {
  const auto ticket = offer();
  restart_new_phone();
  succeed(device->transfer(key_id, pin_code, ticket));
  restart_new_phone();
  EXPECT_EQ(fail(new_device->receive_transfer(transfer_id(), "905173")), Error::wrong_pin);
  succeed(new_device->receive_transfer(transfer_id(), new_pin));
  take_over();
  expect_signs();
}

TEST_P(DeviceHandover, TheOldPhonesLostAnswerIsSettled) {
  const auto ticket = offer();
  lose_next(true);
  EXPECT_EQ(fail(device->transfer(key_id, pin_code, ticket)), Error::transport_failed);
  ASSERT_NE(device->state().find(key_id), nullptr);
  open();
  succeed(device->resynchronise(key_id));
  EXPECT_EQ(device->state().find(key_id), nullptr);
  succeed(new_device->receive_transfer(transfer_id(), new_pin));
  take_over();
  expect_signs();
}

TEST_P(DeviceHandover, ARequestThatNeverArrivedLeavesTheKeyWhereItWas) {
  const auto ticket = offer();
  lose_next(false);
  EXPECT_EQ(fail(device->transfer(key_id, pin_code, ticket)), Error::transport_failed);
  expect_signs();  // settles by itself
  succeed(device->transfer(key_id, pin_code, ticket));
  succeed(new_device->receive_transfer(transfer_id(), new_pin));
}

TEST_P(DeviceHandover, AnAnswerThatTheNewPhoneLostComesAgain) {
  succeed(device->transfer(key_id, pin_code, offer()));
  new_transport.handler =
      [this, honest = new_transport.handler](core::ByteView sealed) -> core::Result<core::Bytes> {
    (void)honest(sealed);
    return Error::transport_failed;
  };
  EXPECT_EQ(fail(new_device->receive_transfer(transfer_id(), new_pin)), Error::transport_failed);
  new_transport.handler = transport.handler;
  restart_new_phone();
  succeed(new_device->receive_transfer(transfer_id(), new_pin));
  take_over();
  expect_signs();
}

TEST_P(DeviceHandover, AnOfferThatNobodyTookIsForgottenOnceItHasExpired) {
  offer();
  advance(handover.offer_seconds + 1);
  EXPECT_EQ(fail(new_device->receive_transfer(transfer_id(), new_pin)), Error::stale);
  EXPECT_TRUE(new_device->state().incoming.empty());
}

TEST_P(DeviceHandover, APhoneWhoseClockIsFastGoesOnWaiting) {
  const auto ticket = offer();
  device_clock.time += 24 * 3600;
  EXPECT_EQ(fail(new_device->receive_transfer(transfer_id(), new_pin)), Error::not_found);
  device_clock.time = clock.now();
  succeed(device->transfer(key_id, pin_code, ticket));
  succeed(new_device->receive_transfer(transfer_id(), new_pin));
}

TEST_P(DeviceHandover, ATicketThatIsNoneIsRefused) {
  auto ticket = offer();
  ticket.back() ^= 1;  // the digest of another offer
  EXPECT_EQ(fail(device->transfer(key_id, pin_code, ticket)), Error::refused);
  ticket.pop_back();
  EXPECT_EQ(fail(device->transfer(key_id, pin_code, ticket)), Error::malformed);
  expect_signs();
}

TEST_P(DeviceHandover, NoStoredStateTellsARightPinFromAWrongOne) {
  offer();
  const auto state = *core::device::State::decode(new_storage.stored);
  const auto other = [&] {
    new_storage.all.clear();
    const auto outcome = succeed(new_device->offer_transfer("905173"));
    return std::get<core::Bytes>(outcome);
  }();
  const auto ticket = *core::splitkey::decode_message<core::splitkey::TransferTicket>(other);
  const auto recipient = ticket.recipient.encode();
  for (const auto& stored : new_storage.all) {
    EXPECT_EQ(std::search(stored.begin(), stored.end(), recipient.begin(), recipient.end()), stored.end())
        << "E was stored";
  }
}

TEST_P(DeviceHandover, ALockedKeyIsUnlockedWithoutTheOldPin) {
  const auto encryption_key = key().encryption_keys[0];
  lock();
  EXPECT_EQ(fail(device->unlock(key_id, "590316")), Error::unlock_not_approved);
  approve();
  EXPECT_EQ(fail(device->unlock(key_id, "123456")), Error::pin_refused);
  succeed(device->unlock(key_id, "590316"));
  EXPECT_EQ(fail(device->sign(key_id, pin_code, core::IntentKind::text, statement())), Error::wrong_pin);
  pin_code = "590316";
  expect_signs();
  expect_decrypts(encryption_key.public_key, encryption_key.id);
  EXPECT_EQ(fail(device->unlock(key_id, "271829")), Error::key_not_locked);
}

TEST_P(DeviceHandover, AnUnlockingWhoseAnswerWasLostIsFinishedWithTheNewPin) {
  const auto encryption_key = key().encryption_keys[0];
  lock();
  approve();
  lose_next(true);
  EXPECT_EQ(fail(device->unlock(key_id, "590316")), Error::transport_failed);
  open();
  EXPECT_EQ(fail(device->resynchronise(key_id)), Error::pins_needed);
  EXPECT_EQ(fail(device->finish_unlock(key_id, "905173")), Error::wrong_pin);
  succeed(device->finish_unlock(key_id, "590316"));
  pin_code = "590316";
  expect_signs();
  expect_decrypts(encryption_key.public_key, encryption_key.id);
}

TEST_P(DeviceHandover, WhatWasEncryptedStaysReadableAfterRevocationAndANewInstallation) {
  const auto first = key().encryption_keys[0];
  certificates.revoked = certificates.certificates;
  certificates.certificates.clear();
  install();
  expect_decrypts(first.public_key, first.id);
  // Another pair for the same keys' holder does not push the old one out.
  issue();
  install();
  ASSERT_EQ(key().encryption_keys.size(), 2U);
  expect_decrypts(first.public_key, first.id);
  expect_decrypts(key().encryption_keys[1].public_key);
}

TEST_P(DeviceHandover, ACertificateThatWasRevokedBeforeItsInstallationIsNotInstalled) {
  generate();
  issue();
  certificates.revoked = certificates.certificates;
  certificates.certificates.clear();
  EXPECT_EQ(fail(device->install(key_id, pin_code)), Error::not_found);
}

TEST_P(DeviceHandover, AStateOfBeforeIsRead) {
  auto old = storage.stored;
  // Version 1 had no list of offers: the same without the empty list at the end, and one number less.
  const auto state = *core::device::State::decode(old);
  EXPECT_TRUE(state.incoming.empty());
  ASSERT_EQ(old[old.size() - 2], 0x30);
  ASSERT_EQ(old[old.size() - 1], 0x00);
  old.resize(old.size() - 2);
  ASSERT_EQ(old[1], 0x82);  // a long length in two bytes
  const std::size_t length = old.size() - 4;
  old[2] = static_cast<std::uint8_t>(length >> 8);
  old[3] = static_cast<std::uint8_t>(length);
  ASSERT_EQ(old[6], 2);
  old[6] = 1;
  const auto read = core::device::State::decode(old);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->keys.size(), 1U);
  EXPECT_EQ(read->encode(), storage.stored);
}

}  // namespace
}  // namespace palmkey::test
