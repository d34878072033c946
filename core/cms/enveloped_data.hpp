// Messages to holders of SM2 certificates: EnvelopedData of GB/T 35275 (GM/T 0010) and RFC 5652, 6, with SM2
// for the key and SM4 in CBC for the content.
#pragma once

#include <vector>

#include "core/bytes.hpp"
#include "core/certificate.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "core/sm2/encryption.hpp"

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
  ByteView content;  // encrypted; points into what was read
};

// Reads a ContentInfo. Recipients with other algorithms are passed over; what follows the content
// (unprotected attributes) is ignored. Error::unsupported for another content algorithm, or if no recipient
// is left; Error::malformed for what is no such structure, BER with indefinite lengths included.
Result<EnvelopedData> read_enveloped_data(ByteView der);

// Whether the certificate is the recipient's.
bool is_for(const EnvelopedRecipient& recipient, const CertificateFields& certificate);

// The content, with the recipient's SM4 key. Error::decryption_failed for another key and for a content that
// is damaged in a way that shows: CBC has no integrity of its own, so a damaged message may open to something
// else.
Result<Secret> open_enveloped_data(const EnvelopedData& data, ByteView key16);

}  // namespace palmkey::core
