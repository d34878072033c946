// A device against a vault in memory, empty or with a key.
#pragma once

#include <gtest/gtest.h>

#include "tests/core/device/fake_vault.hpp"
#include "tests/core/device/memory_host.hpp"
#include "tests/core/intent_samples.hpp"

namespace palmkey::core::device {

using testing::FakeVault;
using testing::TestRandom;

inline constexpr std::string_view kPin = "271829";
inline constexpr std::string_view kNewPin = "590316";
inline constexpr std::string_view kWrongPin = "104862";

struct FakeDeviceKey final : DeviceKeyHolder {
  DeviceKey public_key() const override { return {4, 1, 2}; }
  Result<DeviceSignature> sign(ByteView) override { return DeviceSignature{7}; }
};

class DeviceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    transport_.handler = [this](ByteView sealed) { return vault_.exchange(sealed); };
    Descriptor descriptor{"示范认证中心", "https://ca.example", {}, {Digest{1}}};
    descriptor.sealing_keys.push_back({vault_.sealing_key(), clock_.time - 10, clock_.time + 10});
    State state;
    state.descriptor = encode_descriptor(descriptor);
    storage_.stored = state.encode();
    open();
  }

  // As after a restart of the phone.
  void open() { device_.emplace(*Device::open(host_)); }

  Identifier generate() {
    Finished finished = device_->generate(kPin, {.label = "order", .activation = {}, .dates = {}});
    const auto* outcome = std::get_if<Outcome>(&finished);
    if (outcome == nullptr) {
      ADD_FAILURE() << code(std::get<Failed>(finished).error);
      return {};
    }
    return std::get<GeneratedKey>(*outcome).key_id;
  }

  Finished sign(std::string_view pin = kPin) {
    return device_->sign(key_id_, pin, IntentKind::text, intent_);
  }

  const Key& key() { return *device_->state().find(key_id_); }

  static Error error_of(const Finished& finished) {
    const auto* failed = std::get_if<Failed>(&finished);
    if (failed == nullptr) {
      ADD_FAILURE() << "succeeded";
      return Error::refused;
    }
    return failed->error;
  }

  void expect_signs(std::string_view pin = kPin) {
    Finished finished = sign(pin);
    const auto* outcome = std::get_if<Outcome>(&finished);
    ASSERT_NE(outcome, nullptr) << code(std::get<Failed>(finished).error);
    const auto signature = sm2::decode_der(std::get<Bytes>(*outcome));
    ASSERT_TRUE(signature);
    EXPECT_TRUE(sm2::verify(key().public_key, intent_, *signature));
  }

  // K of the PIN mask, as the device makes it.
  Secret mask_key(std::string_view pin, const splitkey::Salt& salt) {
    return *secret_.hmac(splitkey::stretch_pin(as_bytes(pin), salt).view());
  }

  FakeVault vault_{1};
  testing::MemoryStorage storage_;
  testing::FunctionTransport transport_;
  FakeDeviceKey device_key_;
  testing::HmacSecret secret_;
  testing::FixedClock clock_;
  TestRandom random_{2};
  Host host_{storage_, transport_, device_key_, secret_, clock_, random_};
  std::optional<Device> device_;
  Identifier key_id_{};
  Bytes intent_ = testing::text_intent_bytes();
};

class DeviceWithKey : public DeviceTest {
 protected:
  void SetUp() override {
    DeviceTest::SetUp();
    key_id_ = generate();
  }

  // Gives the key an encryption key as an installation would.
  sm2::PrivateKey install_encryption_key(std::uint8_t number = 42) {
    auto whole = *sm2::PrivateKey::generate(random_);
    auto shares = *splitkey::split_encryption_key(whole.scalar(), random_);
    const Identifier id{number};
    vault_.u2[id] = std::move(shares.u2);
    State state = *State::decode(storage_.stored);
    Key& present = *state.find(key_id_);
    EncryptionKey share;
    share.id = id;
    share.public_key = whole.public_key();
    share.share = splitkey::mask(shares.u1, mask_key(kPin, present.salt).view(), "u1 " + to_hex(id));
    present.encryption_keys.push_back(share);
    storage_.stored = state.encode();
    open();
    return whole;
  }
};

}  // namespace palmkey::core::device
