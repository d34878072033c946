// Files that were encrypted for a holder. The device's decrypt comes in between.
#include "apps/phone/exported.hpp"
#include "core/cms/encrypted_file.hpp"

namespace palmkey::phone {

namespace {

// Of the one file that this instance is for: between message_open and message_key, and from then on.
struct Opened {
  core::EnvelopedData message;
  std::optional<core::ContentOpener> content;
};
Opened& opened() {
  static Opened one;
  return one;
}

}  // namespace

// The file's first bytes (core::message_head_size suffice), its size, certificates of the holder. Yields
// whether it names its recipients, the place of the certificate that is one of them (0 if it names none), the
// DER of the SM2Cipher that the holder's key opens: the content's key, or, where no recipient is named, the
// content; and where in the file the content that the key opens begins and ends (0 and 0 without one).
PALMKEY_EXPORT(message_open) {
  auto& message = opened().message;
  const auto head = in.view();
  const auto size = in.count();
  const auto certificates = in.list().blobs();
  PALMKEY_ANSWER_CHECK(in.finish());
  auto read = core::read_encrypted_file(head, size);
  if (!read)
    return Answer::refused(read.error() == core::Error::unsupported ? "message_unsupported"
                                                                    : "message_malformed");
  MessageWriter out;
  if (const auto* ciphertext = std::get_if<core::sm2::Ciphertext>(&*read)) {
    out.flag(false).number(0).bytes(core::sm2::encode_der(*ciphertext)).number(0).number(0);
    return out;
  }
  message = std::get<core::EnvelopedData>(*std::move(read));
  for (std::size_t place = 0; place < certificates.size(); ++place) {
    PALMKEY_ANSWER_TRY(certificate, core::decode_certificate(certificates[place]));
    const auto* recipient = core::recipient_of(message, certificate);
    if (recipient == nullptr) continue;
    out.flag(true).number(static_cast<double>(place)).bytes(core::sm2::encode_der(recipient->key));
    out.number(static_cast<double>(message.content_begin));
    out.number(static_cast<double>(message.content_begin + message.content_size));
    return out;
  }
  return Answer::refused("not_the_recipient");
}

// The content's key.
PALMKEY_EXPORT(message_key) {
  const auto key = in.view();
  PALMKEY_ANSWER_CHECK(in.finish());
  PALMKEY_ANSWER_TRY(content, core::ContentOpener::create(opened().message, key));
  opened().content.emplace(std::move(content));
  return MessageWriter();
}

// The next bytes of the encrypted content, of whole blocks; none once it has ended. Yields plaintext.
PALMKEY_EXPORT(message_content) {
  const auto piece = in.view();
  PALMKEY_ANSWER_CHECK(in.finish());
  auto& content = opened().content;
  if (!content) return Answer::refused("malformed");
  PALMKEY_ANSWER_TRY(plain, piece.empty() ? content->finish() : content->open(piece));
  MessageWriter out;
  out.bytes(plain.view());
  return out;
}

}  // namespace palmkey::phone
