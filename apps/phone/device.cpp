#include "apps/phone/device.hpp"

#include <wasi/api.h>

#include <algorithm>

#include "apps/phone/exported.hpp"
#include "core/certificate.hpp"
#include "core/encoding.hpp"

namespace palmkey::phone {

namespace {

using core::device::State;

class HostRandom final : public core::Random {
 public:
  core::Result<void> fill(core::MutableByteView out) override {
    if (__wasi_random_get(out.data(), out.size()) != __WASI_ERRNO_SUCCESS) return core::Error::random_failed;
    return {};
  }
};

struct OpenDevice {
  State state;
  core::DeviceKey device_key{};
  HostRandom random;
};

OpenDevice& device() {
  static OpenDevice one;
  return one;
}

core::Result<void> write_certificate(MessageWriter& out, const char* purpose, const core::Bytes& der) {
  PALMKEY_TRY(certificate, core::decode_certificate(der));
  MessageWriter fields;
  fields.text(purpose)
      .text(core::to_hex(certificate.serial))
      .text(certificate.subject.text())
      .text(certificate.subject.find(core::attribute_type::common_name).value_or(""))
      .text(certificate.issuer.text())
      .number(static_cast<double>(certificate.not_before))
      .number(static_cast<double>(certificate.not_after))
      .bytes(der);
  out.list(fields);
  return {};
}

core::Result<void> write_key(MessageWriter& out, const core::device::Key& key) {
  MessageWriter certificates;
  if (!key.signing_certificate.empty())
    PALMKEY_CHECK(write_certificate(certificates, "signing", key.signing_certificate));
  // The newest first: the others only open what was sent to them.
  for (auto each = key.encryption_keys.rbegin(); each != key.encryption_keys.rend(); ++each)
    PALMKEY_CHECK(write_certificate(certificates, "encryption", each->certificate));
  MessageWriter fields;
  fields.bytes(key.id)
      .text(key.label)
      .text(key.holder)
      .bytes(key.public_key.encode())
      .flag(key.pending.has_value())
      .flag(key.pending && key.pending->operation == core::splitkey::Operation::change_pin)
      .flag(key.pending && key.pending->operation == core::splitkey::Operation::unlock)
      .list(certificates);
  out.list(fields);
  return {};
}

}  // namespace

const State& device_state() {
  return device().state;
}

core::device::Environment device_environment(std::int64_t now) {
  return {device().state, device().random, device().device_key, now};
}

core::Random& device_random() {
  return device().random;
}

// The state that the host has stored, empty if there is none yet, and the device key's public half.
PALMKEY_EXPORT(open) {
  if (has_running_operations()) return core::Error::wrong_state;
  const auto stored = in.view();
  const auto key = in.view();
  PALMKEY_ANSWER_CHECK(in.finish());
  State state;
  if (!stored.empty()) {
    PALMKEY_ANSWER_TRY(decoded, State::decode(stored));
    state = std::move(decoded);
  }
  if (key.size() != device().device_key.size()) return core::Error::malformed;
  std::copy(key.begin(), key.end(), device().device_key.begin());
  device().state = std::move(state);
  return MessageWriter();
}

// Configured?, the platform's name and address, the keys, the transfers that this phone has offered itself
// for.
PALMKEY_EXPORT(state) {
  PALMKEY_ANSWER_CHECK(in.finish());
  const State& state = device_state();
  MessageWriter out;
  out.flag(state.descriptor.has_value());
  core::Descriptor descriptor;
  if (state.descriptor) {
    PALMKEY_ANSWER_TRY(pinned, state.pinned());
    descriptor = pinned;
  }
  out.text(descriptor.name).text(descriptor.base_url);
  MessageWriter keys;
  for (const auto& key : state.keys) PALMKEY_ANSWER_CHECK(write_key(keys, key));
  out.list(keys);
  MessageWriter incoming;
  for (const auto& each : state.incoming) {
    MessageWriter fields;
    fields.bytes(each.transfer_id).number(static_cast<double>(each.expires_at));
    incoming.list(fields);
  }
  out.list(incoming);
  return out;
}

// What the device trusts: digests of pinned roots, then certificates of its own chains.
PALMKEY_EXPORT(trust_anchors) {
  PALMKEY_ANSWER_CHECK(in.finish());
  MessageWriter roots;
  if (const auto descriptor = device_state().pinned()) {
    for (const core::Digest& root : descriptor->roots) roots.bytes(root);
  }
  MessageWriter certificates;
  for (const auto& key : device_state().keys) {
    for (const core::Bytes& certificate : key.chain) certificates.bytes(certificate);
  }
  MessageWriter out;
  out.list(roots).list(certificates);
  return out;
}

}  // namespace palmkey::phone
