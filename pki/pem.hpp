// PEM, RFC 7468: text around DER for files and tools.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.hpp"
#include "core/result.hpp"

namespace palmkey::pki {

namespace pem_label {
inline constexpr std::string_view certificate = "CERTIFICATE";
inline constexpr std::string_view certificate_request = "CERTIFICATE REQUEST";
inline constexpr std::string_view crl = "X509 CRL";
}  // namespace pem_label

// Lines of 64 characters, each ended by a newline, as RFC 7468 (2) wants them written.
std::string encode_pem(std::string_view label, core::ByteView der);

// The content of every block with this label, in order; text around the blocks and blocks with other labels
// are passed over. Error::not_found if there is no such block, Error::malformed if one of them is torn or not
// base64.
core::Result<std::vector<core::Bytes>> decode_all_pem(std::string_view label, std::string_view text);

// The content of the first block with this label; errors as above.
core::Result<core::Bytes> decode_pem(std::string_view label, std::string_view text);

}  // namespace palmkey::pki
