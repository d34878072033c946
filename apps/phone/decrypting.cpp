// Opening what was encrypted for the holder: the part that takes the key. Which key, and what a message's
// content is, the module for files says.
#include "apps/phone/device.hpp"
#include "apps/phone/exported.hpp"
#include "apps/phone/pins.hpp"
#include "core/certificate.hpp"
#include "core/drill.hpp"
#include "core/encoding.hpp"

namespace palmkey::phone {

namespace {

namespace device = core::device;
using device::Environment;

// The encryption key whose certificate has this serial number, hexadecimal.
core::Result<device::EncryptionKey> encryption_key(const device::Identifier& key_id,
                                                   const std::string& serial) {
  const auto* key = device_state().find(key_id);
  if (key == nullptr) return core::Error::unknown_key;
  for (const auto& each : key->encryption_keys) {
    PALMKEY_TRY(certificate, core::decode_certificate(each.certificate));
    if (core::to_hex(certificate.serial) == serial) return each;
  }
  return core::Error::not_found;
}

}  // namespace

// Key, PIN, serial number of an encryption certificate, or nothing where it is not known, DER of SM2Cipher.
// Yields what was encrypted.
PALMKEY_OPERATION(decrypt) {
  const auto key_id = in.identifier();
  PALMKEY_ANSWER_TRY(pin, read_pin(in));
  const std::string serial = in.text();
  std::optional<device::Identifier> id;
  if (!serial.empty()) {
    PALMKEY_ANSWER_TRY(recipient, encryption_key(key_id, serial));
    id = recipient.id;
  }
  PALMKEY_ANSWER_TRY(ciphertext, core::sm2::decode_cipher_der(in.view()));
  PALMKEY_ANSWER_CHECK(in.finish());
  return Plan{[=, pin = pin, ciphertext = ciphertext](Environment environment) {
                return device::decrypt(environment, key_id, copy_of(pin), ciphertext, id);
              },
              fields_of, key_id};
}

// Key, PIN, serial number of an encryption certificate. Yields nothing, if what is encrypted to it opens.
PALMKEY_OPERATION(drill) {
  const auto key_id = in.identifier();
  PALMKEY_ANSWER_TRY(pin, read_pin(in));
  PALMKEY_ANSWER_TRY(recipient, encryption_key(key_id, in.text()));
  PALMKEY_ANSWER_CHECK(in.finish());
  PALMKEY_ANSWER_TRY(certificate, core::decode_certificate(recipient.certificate));
  PALMKEY_ANSWER_TRY(drill, core::make_drill(certificate.public_key, device_random()));
  return Plan{[=, pin = pin, id = recipient.id, message = drill.message](Environment environment) {
                return device::answer_drill(environment, key_id, copy_of(pin), message, id);
              },
              [digest = drill.digest](device::Outcome& outcome) -> Answer {
                const auto* answer = std::get_if<core::Bytes>(&outcome);
                if (answer == nullptr || !core::equal_constant_time(*answer, digest))
                  return core::Error::decryption_failed;
                return MessageWriter();
              },
              key_id};
}

// Key, PIN, serial number of an encryption certificate, DER of SM2Cipher: a drill that a site has asked for.
// Yields the digest of its content, hexadecimal; "malformed" for anything else that was encrypted.
PALMKEY_OPERATION(answer_drill) {
  const auto key_id = in.identifier();
  PALMKEY_ANSWER_TRY(pin, read_pin(in));
  PALMKEY_ANSWER_TRY(recipient, encryption_key(key_id, in.text()));
  PALMKEY_ANSWER_TRY(message, core::sm2::decode_cipher_der(in.view()));
  PALMKEY_ANSWER_CHECK(in.finish());
  return Plan{[=, pin = pin, id = recipient.id, message = message](Environment environment) {
                return device::answer_drill(environment, key_id, copy_of(pin), message, id);
              },
              [](device::Outcome& outcome) -> Answer {
                const auto* answer = std::get_if<core::Bytes>(&outcome);
                if (answer == nullptr) return core::Error::malformed;
                MessageWriter out;
                out.text(core::to_hex(*answer));
                return out;
              },
              key_id};
}

}  // namespace palmkey::phone
