// Messages to holders of SM2 certificates: EnvelopedData of GB/T 35275 (GM/T 0010) and RFC 5652, 6, with SM2
// for the key and SM4 in CBC for the content.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/bytes.hpp"
#include "core/certificate.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "core/sm2/encryption.hpp"
#include "core/sm4.hpp"

namespace palmkey::core {

struct EnvelopedRecipient {
  Name issuer;           // with `serial`, where the recipient is named by its certificate
  Bytes serial;          // without leading zero bytes; empty where the key identifier names the recipient
  Bytes key_identifier;  // subject key identifier
  sm2::Ciphertext key;   // the content's SM4 key, encrypted
};

struct EnvelopedData {
  std::vector<EnvelopedRecipient> recipients;  // those with SM2
  ByteArray<16> iv{};
  std::uint64_t content_begin = 0;  // where in the message the encrypted content lies, bytes
  std::uint64_t content_size = 0;
};

// So many of a message's first bytes hold all that stands before its content, for some thousand recipients.
inline constexpr std::size_t message_head_size = std::size_t{1} << 20;

// Reads a ContentInfo of `size` bytes (below 4 GiB) that begins with `head`. Recipients with other algorithms
// are passed over; what follows the content (unprotected attributes) is ignored. Error::unsupported for
// another content algorithm, or if no recipient is left; Error::malformed for what is no such structure, BER
// with indefinite lengths and more in front of the content than `head` has included.
Result<EnvelopedData> read_enveloped_data(ByteView head, std::uint64_t size);

// Whether the certificate is the recipient's.
bool is_for(const EnvelopedRecipient& recipient, const CertificateFields& certificate);

// Opens a message's content piece by piece, in order, with the recipient's SM4 key. Nothing of it counts
// before finish() has said that it ended as it should; even then a damaged message may have opened to
// something else, as CBC has no integrity of its own.
class ContentOpener {
 public:
  // Error::decryption_failed for what cannot be a key or a content.
  static Result<ContentOpener> create(const EnvelopedData& data, ByteView key16);
  // The plaintext as far as it is certain: the last block is kept back. Error::malformed for a piece that is
  // not of whole blocks of 16 bytes, or goes beyond the content.
  Result<Secret> open(ByteView piece);
  // What was kept back. Error::decryption_failed for another key, for a content that is damaged in a way that
  // shows, and before all of it was opened.
  Result<Secret> finish();

 private:
  ContentOpener(const EnvelopedData& data, ByteView key16);

  std::unique_ptr<Sm4> cipher_;
  ByteArray<16> before_{};  // the encrypted block in front of the next piece
  std::uint64_t left_ = 0;
  Secret last_;  // the last block that was opened, or empty
};

}  // namespace palmkey::core
