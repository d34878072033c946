// What somebody may have encrypted to a certificate and sent to its holder.
#pragma once

#include <variant>

#include "core/cms/enveloped_data.hpp"

namespace palmkey::core {

// A message names the certificates that it is for; a bare ciphertext does not.
using EncryptedFile = std::variant<EnvelopedData, sm2::Ciphertext>;

// Reads a file of `size` bytes that begins with `head`: a message as read_enveloped_data does, or an SM2
// ciphertext all of which is there, SM2Cipher in DER or C1 | C3 | C2. Error::unsupported for a message with
// other algorithms; Error::malformed or not_on_curve for what is neither.
Result<EncryptedFile> read_encrypted_file(ByteView head, std::uint64_t size);

// The one of a message's recipients whose certificate this is, or null.
const EnvelopedRecipient* recipient_of(const EnvelopedData& message, const CertificateFields& certificate);

}  // namespace palmkey::core
