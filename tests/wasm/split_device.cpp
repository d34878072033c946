// A device's life against a vault in memory, from randomness that repeats: built native and for WebAssembly,
// it must print the same lines. split_device.mjs compares them.
#include <cstdio>

#include "core/intent.hpp"
#include "tests/core/device/fake_vault.hpp"
#include "tests/core/device/memory_host.hpp"
#include "tests/core/intent_samples.hpp"

namespace {

using namespace palmkey::core;
using device::Failed;
using device::Finished;
using device::Outcome;

struct FixedDeviceKey final : device::DeviceKeyHolder {
  DeviceKey public_key() const override { return {4, 1, 2}; }
  Result<DeviceSignature> sign(ByteView) override { return DeviceSignature{7}; }
};

void print(const char* name, const std::string& value) {
  std::printf("%s %s\n", name, value.c_str());
}

void print(const char* name, const Finished& finished) {
  const auto* failed = std::get_if<Failed>(&finished);
  print(name, failed == nullptr ? std::string("ok") : std::string(code(failed->error)));
}

// Numbers and points that follow from each other, so that one wrong limb anywhere shows at the end.
bool follow_arithmetic() {
  constexpr int rounds = 1000;
  testing::TestRandom random(3);
  auto first = sm2::Scalar::random(random);
  auto second = sm2::Scalar::random(random);
  if (!first || !second) return false;
  sm2::Point point = sm2::Point::base();
  for (int round = 0; round < rounds; ++round) {
    const auto next =
        round % 2 == 0 ? sm2::multiply(*first, point) : sm2::multiply_base_add_public(*first, *second, point);
    if (!next) return false;
    point = *next;
    sm2::Scalar product = *first * *second + sm2::Scalar::reduce(point.x());
    first = std::move(second);
    second = round % 10 == 0 ? product.inverse() : std::move(product);
  }
  print("arithmetic", to_hex(point.encode()) + to_hex(second->encode_public()));
  return true;
}

int run() {
  if (!follow_arithmetic()) return 1;
  testing::FakeVault vault(1);
  testing::MemoryStorage storage;
  testing::FunctionTransport transport;
  FixedDeviceKey device_key;
  testing::HmacSecret secret;
  testing::FixedClock clock;
  testing::TestRandom random(2);
  transport.handler = [&](ByteView sealed) { return vault.exchange(sealed); };
  Descriptor descriptor{"示范认证中心", "https://palmkey.example", {}, {Digest{1}}};
  descriptor.sealing_keys.push_back({vault.sealing_key(), clock.time - 10, clock.time + 10});
  device::State state;
  state.descriptor = encode_descriptor(descriptor);
  storage.stored = state.encode();

  auto opened = device::Device::open({storage, transport, device_key, secret, clock, random});
  if (!opened) return 1;
  device::Device& phone = *opened;
  const Finished generated = phone.generate("271829", {.label = "order", .activation = {}, .dates = {}});
  print("generate", generated);
  if (std::holds_alternative<Failed>(generated)) return 1;
  const auto key_id = std::get<device::GeneratedKey>(std::get<Outcome>(generated)).key_id;
  const Bytes intent = testing::text_intent_bytes();
  const Finished made = phone.sign(key_id, "271829", IntentKind::text, intent);
  print("sign", made);
  if (std::holds_alternative<Failed>(made)) return 1;
  const Bytes& signature_der = std::get<Bytes>(std::get<Outcome>(made));
  print("signature", to_hex(signature_der));
  const auto signature = sm2::decode_der(signature_der);
  const bool verifies =
      signature && sm2::verify(phone.state().find(key_id)->public_key, intent, *signature).has_value();
  print("verify", verifies ? "ok" : "no");
  print("wrong_pin", phone.sign(key_id, "104862", IntentKind::text, intent));
  print("change_pin", phone.change_pin(key_id, "271829", "590316"));
  print("old_pin", phone.sign(key_id, "271829", IntentKind::text, intent));
  print("new_pin", phone.sign(key_id, "590316", IntentKind::text, intent));
  for (const Bytes& message : transport.sent) print("sent", to_hex(sm3(message)));
  for (const Bytes& stored : storage.all) print("stored", to_hex(sm3(stored)));
  return 0;
}

}  // namespace

int main() {
  return run();
}
