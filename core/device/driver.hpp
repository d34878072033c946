// Runs the device's operations where the host answers at once: the headless client, tests.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "core/device/operation.hpp"

namespace palmkey::core::device {

// What a host provides. All may fail; none may throw.
class Storage {
 public:
  virtual ~Storage() = default;
  // The last state that was stored; empty bytes if there is none yet.
  virtual Result<Bytes> load() = 0;
  // Replaces it: after a crash at any moment the old one or the new one is there, whole.
  virtual Result<void> store(ByteView state) = 0;
};

class Transport {
 public:
  virtual ~Transport() = default;
  // Takes a SealedRequest to the platform and brings the SealedResponse. Error::transport_failed.
  virtual Result<Bytes> exchange(ByteView sealed_request) = 0;
};

class DeviceKeyHolder {
 public:
  virtual ~DeviceKeyHolder() = default;
  virtual DeviceKey public_key() const = 0;
  virtual Result<DeviceSignature> sign(ByteView data) = 0;
};

class DeviceSecretHolder {
 public:
  virtual ~DeviceSecretHolder() = default;
  // HMAC of the data under the device's secret, 32 bytes at least.
  virtual Result<Secret> hmac(ByteView data) = 0;
};

class DeviceClock {
 public:
  virtual ~DeviceClock() = default;
  virtual std::int64_t now() const = 0;  // Unix seconds
};

// References to all of them; they must outlive the device.
struct Host {
  Storage& storage;
  Transport& transport;
  DeviceKeyHolder& device_key;
  DeviceSecretHolder& device_secret;
  DeviceClock& clock;
  Random& random;
};

// How an operation ended.
using Finished = std::variant<Outcome, Failed>;

// A device with its state. Not thread-safe, and the only one at its storage.
class Device {
 public:
  // Error::storage_failed, or what State::decode says.
  static Result<Device> open(Host host);

  const State& state() const { return state_; }

  // As the functions of operation.hpp. Those that find an earlier operation pending settle it first, once,
  // but for a change of PIN that needs both PINs.
  Finished configure(Bytes signed_descriptor, std::optional<Digest> fingerprint);
  Finished generate(std::string_view pin, GenerateOptions options);
  Finished sign(const Identifier& key_id, std::string_view pin, IntentKind kind, Bytes intent);
  Finished request_certificate(const Identifier& key_id, std::string_view pin, const Name& subject);
  Finished change_pin(const Identifier& key_id, std::string_view old_pin, std::string_view new_pin,
                      std::vector<std::string> dates = {});
  Finished install(const Identifier& key_id, std::string_view pin);
  Finished decrypt(const Identifier& key_id, std::string_view pin, const sm2::Ciphertext& ciphertext,
                   std::optional<Identifier> encryption_key_id = std::nullopt);
  Finished answer_drill(const Identifier& key_id, std::string_view pin, const sm2::Ciphertext& message,
                        const Identifier& encryption_key_id);
  Finished resynchronise(const Identifier& key_id);
  Finished finish_change_pin(const Identifier& key_id, std::string_view old_pin, std::string_view new_pin);
  Finished freeze(const Identifier& key_id);
  Finished unlock(const Identifier& key_id, std::string_view new_pin, std::vector<std::string> dates = {});
  Finished finish_unlock(const Identifier& key_id, std::string_view new_pin);
  Finished offer_transfer(std::string_view new_pin, std::vector<std::string> dates = {});
  Finished transfer(const Identifier& key_id, std::string_view pin, Bytes ticket);
  Finished receive_transfer(const Identifier& transfer_id, std::string_view pin);
  Finished unfreeze(const Identifier& key_id, std::string_view pin);
  Finished status(const Identifier& key_id);
  Finished history(const Identifier& key_id, std::uint64_t before, std::uint64_t limit);

 private:
  Device(Host host, State state) : host_(host), state_(std::move(state)) {}
  Environment environment();
  Finished run(Operation operation);
  Result<Bytes> answer(Effect& effect);
  template <class Make>
  Finished run_settled(const Identifier& key_id, const Make& make);

  Host host_;
  State state_;
};

}  // namespace palmkey::core::device
