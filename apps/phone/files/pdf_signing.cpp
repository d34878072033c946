// Signing PDF files: pdf_prepare and pdf_finish in an instance for the file, sign_document in that of the
// device.
#include "apps/phone/device.hpp"
#include "apps/phone/exported.hpp"
#include "apps/phone/pdf_flate.hpp"
#include "apps/phone/pins.hpp"
#include "core/cms/signed_attributes.hpp"
#include "core/cms/signed_data.hpp"
#include "core/pdf/signer.hpp"

namespace palmkey::phone {

namespace {

namespace device = core::device;
namespace pdf = core::pdf;

// Between pdf_prepare and pdf_finish.
std::optional<pdf::PreparedSignature>& prepared() {
  static std::optional<pdf::PreparedSignature> one;
  return one;
}

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

// The file, page, left, bottom, right, top, width, height and pixels of the picture (0, 0 and none: lines),
// lines, name, reason, location, time. Yields the digest that has to be signed.
PALMKEY_EXPORT(pdf_prepare) {
  const auto file = in.view();
  pdf::SignatureRequest request;
  request.page = static_cast<std::size_t>(in.count());
  for (double& side : request.rectangle) side = in.number();
  pdf::Picture picture;
  const std::uint64_t width = in.count();
  const std::uint64_t height = in.count();
  picture.rgba = in.view();
  request.lines = in.texts();
  request.name = in.text();
  request.reason = in.text();
  request.location = in.text();
  request.time = in.time();
  PALMKEY_ANSWER_CHECK(in.finish());
  if (width > UINT32_MAX || height > UINT32_MAX) return core::Error::out_of_range;
  picture.width = static_cast<std::uint32_t>(width);
  picture.height = static_cast<std::uint32_t>(height);
  if (width + height > 0) request.picture = picture;
  const pdf::Flate flate = host_flate();
  PALMKEY_ANSWER_TRY(document, pdf::Document::open(file, flate));
  PALMKEY_ANSWER_TRY(signature, pdf::prepare_signature(document, request, flate));
  MessageWriter out;
  out.bytes(signature.digest);
  prepared() = std::move(signature);
  return out;
}

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

// The CMS signature. Yields the signed file; what was prepared is used up.
PALMKEY_EXPORT(pdf_finish) {
  const auto cms = in.view();
  PALMKEY_ANSWER_CHECK(in.finish());
  if (!prepared()) return core::Error::wrong_state;
  PALMKEY_ANSWER_TRY(file, pdf::finish_signature(*std::exchange(prepared(), std::nullopt), cms));
  MessageWriter out;
  out.bytes(file);
  return out;
}

}  // namespace palmkey::phone
