// The device's operations, core/device/operation.hpp, for the host. Each begins with the time now, Unix
// seconds.
#include "core/device/operation.hpp"

#include "apps/phone/device.hpp"
#include "apps/phone/exported.hpp"
#include "apps/phone/link.hpp"
#include "apps/phone/pins.hpp"

namespace palmkey::phone {

namespace {

namespace device = core::device;
using core::Bytes;
using device::Environment;

// "text" or "cms": what a host may ask to be signed as it stands.
core::Result<core::IntentKind> read_kind(MessageReader& in) {
  const std::string name = in.text();
  if (name == "text") return core::IntentKind::text;
  if (name == "cms") return core::IntentKind::cms;
  return core::Error::unsupported;
}

}  // namespace

// Link, signed descriptor. The link's origin must be where the descriptor says that the platform is.
PALMKEY_OPERATION(configure) {
  const auto link = configuring_link(in.text());
  if (!link) return Answer::refused("link_malformed");
  const Bytes signed_descriptor = in.bytes();
  PALMKEY_ANSWER_CHECK(in.finish());
  PALMKEY_ANSWER_TRY(offered, core::decode_signed_descriptor(signed_descriptor));
  PALMKEY_ANSWER_TRY(descriptor, core::decode_descriptor(offered.descriptor));
  if (descriptor.base_url != link->origin) return Answer::refused("link_of_another_platform");
  const auto fingerprint =
      device_state().descriptor ? std::nullopt : std::optional<core::Digest>(link->fingerprint);
  return Plan{
      [=](Environment environment) { return device::configure(environment, signed_descriptor, fingerprint); },
      fields_of,
      {}};
}

// Label, activation code, dates, PIN.
PALMKEY_OPERATION(generate) {
  device::GenerateOptions options;
  options.label = in.text();
  options.activation = in.text();
  options.dates = in.texts();
  PALMKEY_ANSWER_TRY(pin, read_pin(in));
  PALMKEY_ANSWER_CHECK(in.finish());
  if (!device_state().descriptor) return Answer::refused("not_configured");
  return Plan{[=](Environment environment) { return device::generate(environment, copy_of(pin), options); },
              fields_of,
              {}};
}

// Key, PIN, kind, intent.
PALMKEY_OPERATION(sign) {
  const auto key_id = in.identifier();
  PALMKEY_ANSWER_TRY(pin, read_pin(in));
  PALMKEY_ANSWER_TRY(kind, read_kind(in));
  const Bytes intent = in.bytes();
  PALMKEY_ANSWER_CHECK(in.finish());
  return Plan{[=, pin = pin, kind = kind](Environment environment) {
                return device::sign(environment, key_id, copy_of(pin), kind, intent);
              },
              fields_of, key_id};
}

// Key, PIN, DER of the subject's Name.
PALMKEY_OPERATION(request_certificate) {
  const auto key_id = in.identifier();
  PALMKEY_ANSWER_TRY(pin, read_pin(in));
  PALMKEY_ANSWER_TRY(subject, core::Name::decode(in.view()));
  PALMKEY_ANSWER_CHECK(in.finish());
  return Plan{[=, pin = pin, subject = subject](Environment environment) {
                return device::request_certificate(environment, key_id, copy_of(pin), subject);
              },
              fields_of, key_id};
}

// Key, old PIN, new PIN, dates.
PALMKEY_OPERATION(change_pin) {
  const auto key_id = in.identifier();
  PALMKEY_ANSWER_TRY(old_pin, read_pin(in));
  PALMKEY_ANSWER_TRY(new_pin, read_pin(in));
  const auto dates = in.texts();
  PALMKEY_ANSWER_CHECK(in.finish());
  return Plan{[=, old_pin = old_pin, new_pin = new_pin](Environment environment) {
                return device::change_pin(environment, key_id, copy_of(old_pin), copy_of(new_pin), dates);
              },
              fields_of, key_id};
}

// Key, PIN.
PALMKEY_OPERATION(install) {
  const auto key_id = in.identifier();
  PALMKEY_ANSWER_TRY(pin, read_pin(in));
  PALMKEY_ANSWER_CHECK(in.finish());
  return Plan{
      [=, pin = pin](Environment environment) { return device::install(environment, key_id, copy_of(pin)); },
      fields_of, key_id};
}

// Key; for a change of PIN also the old and the new PIN, for an unlocking the new one.
PALMKEY_OPERATION(settle) {
  const auto key_id = in.identifier();
  if (in.at_end())
    return Plan{
        [=](Environment environment) { return device::resynchronise(environment, key_id, std::nullopt); },
        fields_of,
        {}};
  PALMKEY_ANSWER_TRY(old_pin, read_pin(in));
  if (in.at_end()) {
    return Plan{
        [=, pin = old_pin](Environment environment) {
          return device::resynchronise(environment, key_id, device::BothPins{core::Secret(), copy_of(pin)});
        },
        fields_of,
        {}};
  }
  PALMKEY_ANSWER_TRY(new_pin, read_pin(in));
  PALMKEY_ANSWER_CHECK(in.finish());
  return Plan{[=, old_pin = old_pin, new_pin = new_pin](Environment environment) {
                return device::resynchronise(environment, key_id,
                                             device::BothPins{copy_of(old_pin), copy_of(new_pin)});
              },
              fields_of,
              {}};
}

// Key.
PALMKEY_OPERATION(freeze) {
  const auto key_id = in.identifier();
  PALMKEY_ANSWER_CHECK(in.finish());
  return Plan{[=](Environment environment) { return device::freeze(environment, key_id); }, fields_of, {}};
}

// Key, PIN.
PALMKEY_OPERATION(unfreeze) {
  const auto key_id = in.identifier();
  PALMKEY_ANSWER_TRY(pin, read_pin(in));
  PALMKEY_ANSWER_CHECK(in.finish());
  return Plan{
      [=, pin = pin](Environment environment) { return device::unfreeze(environment, key_id, copy_of(pin)); },
      fields_of, key_id};
}

// Key.
PALMKEY_OPERATION(status) {
  const auto key_id = in.identifier();
  PALMKEY_ANSWER_CHECK(in.finish());
  return Plan{[=](Environment environment) { return device::status(environment, key_id); }, fields_of, {}};
}

// Key, before, limit.
PALMKEY_OPERATION(history) {
  const auto key_id = in.identifier();
  const auto before = in.count();
  const auto limit = in.count();
  PALMKEY_ANSWER_CHECK(in.finish());
  return Plan{[=](Environment environment) { return device::history(environment, key_id, before, limit); },
              fields_of,
              {}};
}

}  // namespace palmkey::phone
