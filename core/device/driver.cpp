#include "core/device/driver.hpp"

namespace palmkey::core::device {
namespace {

Secret pin_secret(std::string_view pin) {
  return Secret::copy_of(as_bytes(pin));
}

bool is_pending(const Finished& finished) {
  const Failed* failed = std::get_if<Failed>(&finished);
  return failed != nullptr && failed->error == Error::operation_pending;
}

}  // namespace

Result<Device> Device::open(Host host) {
  PALMKEY_TRY(stored, host.storage.load());
  if (stored.empty()) return Device(host, State());
  PALMKEY_TRY(state, State::decode(stored));
  return Device(host, std::move(state));
}

Environment Device::environment() {
  return {state_, host_.random, host_.device_key.public_key(), host_.clock.now()};
}

Result<Bytes> Device::answer(Effect& effect) {
  if (auto* hmac = std::get_if<HmacWithDeviceSecret>(&effect)) {
    PALMKEY_TRY(mac, host_.device_secret.hmac(hmac->data.view()));
    return Bytes(mac.view().begin(), mac.view().end());
  }
  if (auto* signing = std::get_if<SignWithDeviceKey>(&effect)) {
    PALMKEY_TRY(signature, host_.device_key.sign(signing->data));
    return Bytes(signature.begin(), signature.end());
  }
  if (auto* storing = std::get_if<Store>(&effect)) {
    PALMKEY_CHECK(host_.storage.store(storing->state));
    return Bytes();
  }
  return host_.transport.exchange(std::get<Send>(effect).message);
}

Finished Device::run(Operation operation) {
  Effect effect = operation.start();
  while (!operation.ended()) effect = operation.resume(answer(effect));
  if (auto* failed = std::get_if<Failed>(&effect)) return *failed;
  return std::move(std::get<Done>(effect).outcome);
}

template <class Make>
Finished Device::run_settled(const Identifier& key_id, const Make& make) {
  Finished first = run(make());
  if (!is_pending(first)) return first;
  Finished settled = resynchronise(key_id);
  if (std::holds_alternative<Failed>(settled)) return settled;
  return run(make());
}

Finished Device::configure(Bytes signed_descriptor, std::optional<Digest> fingerprint) {
  return run(device::configure(environment(), std::move(signed_descriptor), fingerprint));
}

Finished Device::generate(std::string_view pin, GenerateOptions options) {
  return run(device::generate(environment(), pin_secret(pin), std::move(options)));
}

Finished Device::sign(const Identifier& key_id, std::string_view pin, IntentKind kind, Bytes intent) {
  return run_settled(key_id,
                     [&] { return device::sign(environment(), key_id, pin_secret(pin), kind, intent); });
}

Finished Device::request_certificate(const Identifier& key_id, std::string_view pin, const Name& subject) {
  return run_settled(
      key_id, [&] { return device::request_certificate(environment(), key_id, pin_secret(pin), subject); });
}

Finished Device::change_pin(const Identifier& key_id, std::string_view old_pin, std::string_view new_pin,
                            std::vector<std::string> dates) {
  return run_settled(key_id, [&] {
    return device::change_pin(environment(), key_id, pin_secret(old_pin), pin_secret(new_pin), dates);
  });
}

Finished Device::install(const Identifier& key_id, std::string_view pin) {
  return run_settled(key_id, [&] { return device::install(environment(), key_id, pin_secret(pin)); });
}

Finished Device::decrypt(const Identifier& key_id, std::string_view pin, const sm2::Ciphertext& ciphertext,
                         std::optional<Identifier> encryption_key_id) {
  return run_settled(key_id, [&] {
    return device::decrypt(environment(), key_id, pin_secret(pin), ciphertext, encryption_key_id);
  });
}

Finished Device::answer_drill(const Identifier& key_id, std::string_view pin, const sm2::Ciphertext& message,
                              const Identifier& encryption_key_id) {
  return run_settled(key_id, [&] {
    return device::answer_drill(environment(), key_id, pin_secret(pin), message, encryption_key_id);
  });
}

Finished Device::resynchronise(const Identifier& key_id) {
  return run(device::resynchronise(environment(), key_id, std::nullopt));
}

Finished Device::finish_change_pin(const Identifier& key_id, std::string_view old_pin,
                                   std::string_view new_pin) {
  return run(
      device::resynchronise(environment(), key_id, BothPins{pin_secret(old_pin), pin_secret(new_pin)}));
}

Finished Device::freeze(const Identifier& key_id) {
  return run(device::freeze(environment(), key_id));
}

Finished Device::unfreeze(const Identifier& key_id, std::string_view pin) {
  return run_settled(key_id, [&] { return device::unfreeze(environment(), key_id, pin_secret(pin)); });
}

Finished Device::unlock(const Identifier& key_id, std::string_view new_pin, std::vector<std::string> dates) {
  return run_settled(key_id,
                     [&] { return device::unlock(environment(), key_id, pin_secret(new_pin), dates); });
}

Finished Device::finish_unlock(const Identifier& key_id, std::string_view new_pin) {
  return run(device::resynchronise(environment(), key_id, BothPins{Secret(), pin_secret(new_pin)}));
}

Finished Device::offer_transfer(std::string_view new_pin, std::vector<std::string> dates) {
  return run(device::offer_transfer(environment(), pin_secret(new_pin), std::move(dates)));
}

Finished Device::transfer(const Identifier& key_id, std::string_view pin, Bytes ticket) {
  return run_settled(key_id,
                     [&] { return device::transfer(environment(), key_id, pin_secret(pin), ticket); });
}

Finished Device::receive_transfer(const Identifier& transfer_id, std::string_view pin) {
  return run(device::receive_transfer(environment(), transfer_id, pin_secret(pin)));
}

Finished Device::status(const Identifier& key_id) {
  return run(device::status(environment(), key_id));
}

Finished Device::history(const Identifier& key_id, std::uint64_t before, std::uint64_t limit) {
  return run(device::history(environment(), key_id, before, limit));
}

}  // namespace palmkey::core::device
