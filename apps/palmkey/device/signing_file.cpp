#include "apps/palmkey/device/commands.hpp"
#include "apps/palmkey/device/pin.hpp"
#include "apps/palmkey/terminal.hpp"
#include "core/certificate.hpp"
#include "core/cms/signed_attributes.hpp"
#include "core/cms/signed_data.hpp"
#include "core/encoding.hpp"
#include "core/pdf/signer.hpp"
#include "documents/png_picture.hpp"
#include "platform/clock.hpp"
#include "platform/failure.hpp"
#include "platform/files.hpp"
#include "platform/flate.hpp"

namespace palmkey::cli {

namespace {

using platform::Failure;
using platform::value_or_throw;
namespace pdf = core::pdf;

constexpr std::size_t kLargestPicture = std::size_t{20} << 20;

pdf::SignatureRequest request_of(const DeviceOptions& options, const core::Certificate& certificate) {
  pdf::SignatureRequest request;
  request.page = options.page - 1;
  std::copy(options.rectangle.begin(), options.rectangle.end(), request.rectangle.begin());
  request.name = certificate.subject.find(core::attribute_type::common_name).value_or("");
  request.reason = options.reason;
  request.location = options.location;
  request.time = platform::SystemClock().now();
  request.lines = {"Digitally signed", core::to_hex(certificate.serial),
                   platform::format_rfc3339(request.time)};
  return request;
}

core::sm2::Signature sign_attributes(Phone& phone, const DeviceOptions& options,
                                     const core::device::Identifier& key_id, const core::Bytes& attributes) {
  const core::Secret pin = read_current_pin(phone.output(), options.pin_file);
  const auto outcome = phone.home().finish(
      phone.device().sign(key_id, core::as_text(pin.view()), core::IntentKind::cms, attributes));
  return value_or_throw(core::sm2::decode_der(std::get<core::Bytes>(outcome)));
}

}  // namespace

void sign_file(Phone& phone, const DeviceOptions& options) {
  const auto key_id = phone.key_to_use(options.order);
  const auto& key = phone.key(options.order);
  if (key.signing_certificate.empty()) throw Failure("no_certificate", 404);
  const auto certificate_der = key.signing_certificate;
  const auto chain = key.chain;
  const auto certificate = value_or_throw(core::decode_certificate(certificate_der));

  const auto file = platform::read_file(options.file, pdf::max_file_size);
  const auto flate = platform::zlib_flate();
  const auto document = value_or_throw(pdf::Document::open(file, flate), "file");
  auto request = request_of(options, certificate);
  std::optional<documents::PngPicture> picture;
  if (!options.picture.empty()) {
    picture = documents::read_png(platform::read_file(options.picture, kLargestPicture));
    if (!picture) throw Failure("picture_unreadable", 400, "picture");
    request.picture = pdf::Picture{picture->width, picture->height, picture->rgba};
  }
  auto prepared = value_or_throw(pdf::prepare_signature(document, request, flate), "file");
  const std::string digest = core::to_hex(prepared.digest);
  phone.output().note("签名文件 " + options.file + "\n摘要(SM3) " + digest,
                      "signing " + options.file + "\ndigest (SM3) " + digest);
  if (!options.yes && !ask_yes(phone.output().pick("签名? [y/N] ", "Sign it? [y/N] ")))
    throw Failure("not_confirmed", 409);

  const auto attributes = core::encode_signed_attributes({prepared.digest, core::sm3(certificate_der)});
  const auto signature = sign_attributes(phone, options, key_id, attributes);
  const auto cms = value_or_throw(core::assemble_signed_data(attributes, signature, certificate_der, chain));
  platform::write_file(options.output, value_or_throw(pdf::finish_signature(std::move(prepared), cms)));
  phone.output().answer({{"file", options.output}, {"digest", digest}},
                        phone.output().pick("已签名: ", "signed: ") + options.output);
}

}  // namespace palmkey::cli
