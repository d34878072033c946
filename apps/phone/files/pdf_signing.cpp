// Signing PDF files; the device's sign_document comes in between.
#include "apps/phone/exported.hpp"
#include "apps/phone/files/pdf_flate.hpp"
#include "core/pdf/signer.hpp"

namespace palmkey::phone {

namespace {

namespace pdf = core::pdf;

// Between pdf_prepare and pdf_finish.
std::optional<pdf::PreparedSignature>& prepared() {
  static std::optional<pdf::PreparedSignature> one;
  return one;
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
