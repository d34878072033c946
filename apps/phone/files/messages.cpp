// Files that were encrypted for a holder. The device's decrypt comes in between.
#include "apps/phone/exported.hpp"
#include "core/cms/encrypted_file.hpp"

namespace palmkey::phone {

namespace {

// Between message_open and message_content. The message points into the file.
struct Opened {
  core::Bytes file;
  core::EnvelopedData message;
};
Opened& opened() {
  static Opened one;
  return one;
}

}  // namespace

// The file, certificates of the holder. Yields whether it names its recipients, the place of the certificate
// that is one of them (0 if it names none), and the DER of the SM2Cipher that the holder's key opens: the
// content's key, or, where no recipient is named, the content.
PALMKEY_EXPORT(message_open) {
  auto& [file, message] = opened();
  file = in.bytes();
  const auto certificates = in.list().blobs();
  PALMKEY_ANSWER_CHECK(in.finish());
  auto read = core::read_encrypted_file(file);
  if (!read)
    return Answer::refused(read.error() == core::Error::unsupported ? "message_unsupported"
                                                                    : "message_malformed");
  MessageWriter out;
  if (const auto* ciphertext = std::get_if<core::sm2::Ciphertext>(&*read)) {
    out.flag(false).number(0).bytes(core::sm2::encode_der(*ciphertext));
    return out;
  }
  message = std::get<core::EnvelopedData>(*std::move(read));
  for (std::size_t place = 0; place < certificates.size(); ++place) {
    PALMKEY_ANSWER_TRY(certificate, core::decode_certificate(certificates[place]));
    const auto* recipient = core::recipient_of(message, certificate);
    if (recipient == nullptr) continue;
    out.flag(true).number(static_cast<double>(place)).bytes(core::sm2::encode_der(recipient->key));
    return out;
  }
  return Answer::refused("not_the_recipient");
}

// The content's key. Yields the content.
PALMKEY_EXPORT(message_content) {
  const auto key = in.view();
  PALMKEY_ANSWER_CHECK(in.finish());
  PALMKEY_ANSWER_TRY(content, core::open_enveloped_data(opened().message, key));
  MessageWriter out;
  out.bytes(content.view());
  return out;
}

}  // namespace palmkey::phone
