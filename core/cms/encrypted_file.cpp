#include "core/cms/encrypted_file.hpp"

#include <algorithm>
#include <utility>

namespace palmkey::core {
namespace {

constexpr std::uint8_t kUncompressedPoint = 0x04;  // no DER of a SEQUENCE begins with it

}  // namespace

Result<EncryptedFile> read_encrypted_file(ByteView head, std::uint64_t size) {
  auto message = read_enveloped_data(head, size);
  if (message) return EncryptedFile(std::move(*message));
  if (message.error() == Error::unsupported) return Error::unsupported;
  if (head.size() != size) return Error::malformed;
  const bool is_raw = !head.empty() && head[0] == kUncompressedPoint;
  PALMKEY_TRY(ciphertext, is_raw ? sm2::decode_cipher_raw(head) : sm2::decode_cipher_der(head));
  return EncryptedFile(std::move(ciphertext));
}

const EnvelopedRecipient* recipient_of(const EnvelopedData& message, const CertificateFields& certificate) {
  const auto found = std::find_if(message.recipients.begin(), message.recipients.end(),
                                  [&](const auto& recipient) { return is_for(recipient, certificate); });
  return found == message.recipients.end() ? nullptr : &*found;
}

}  // namespace palmkey::core
