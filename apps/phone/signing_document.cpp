// What a signed document needs of the device: between pdf_prepare and pdf_finish of the module for files.
#include "apps/phone/device.hpp"
#include "apps/phone/exported.hpp"
#include "apps/phone/pins.hpp"
#include "core/cms/signed_attributes.hpp"
#include "core/cms/signed_data.hpp"

namespace palmkey::phone {

namespace {

namespace device = core::device;

Answer signed_data(device::Outcome& outcome, const core::Bytes& attributes, const core::Bytes& certificate,
                   const std::vector<core::Bytes>& chain) {
  const auto* der = std::get_if<core::Bytes>(&outcome);
  if (der == nullptr) return core::Error::malformed;
  PALMKEY_ANSWER_TRY(signature, core::sm2::decode_der(*der));
  PALMKEY_ANSWER_TRY(cms, core::assemble_signed_data(attributes, signature, certificate, chain));
  MessageWriter out;
  out.bytes(cms);
  return out;
}

}  // namespace

// Key, PIN, digest of the file. Yields a CMS signature by the key's installed certificate.
PALMKEY_OPERATION(sign_document) {
  const auto key_id = in.identifier();
  PALMKEY_ANSWER_TRY(pin, read_pin(in));
  const core::Bytes digest = in.bytes();
  PALMKEY_ANSWER_CHECK(in.finish());
  const auto* key = device_state().find(key_id);
  if (key == nullptr) return Answer(core::Error::unknown_key);
  if (key->signing_certificate.empty()) return Answer::refused("no_certificate");
  core::SignedAttributes attributes;
  if (digest.size() != attributes.message_digest.size()) return Answer(core::Error::malformed);
  std::copy(digest.begin(), digest.end(), attributes.message_digest.begin());
  attributes.certificate_digest = core::sm3(key->signing_certificate);
  const core::Bytes intent = core::encode_signed_attributes(attributes);
  return Plan{[=, pin = pin](device::Environment environment) {
                return device::sign(environment, key_id, copy_of(pin), core::IntentKind::cms, intent);
              },
              [intent, certificate = key->signing_certificate, chain = key->chain](device::Outcome& outcome) {
                return signed_data(outcome, intent, certificate, chain);
              },
              key_id};
}

}  // namespace palmkey::phone
