// X.509 extensions, RFC 5280, 4.2: the list as certificates, CRLs and OCSP carry it, and key usage.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.hpp"
#include "core/der.hpp"
#include "core/result.hpp"

namespace palmkey::core {

namespace extension_id {
inline constexpr std::string_view subject_key_identifier = "2.5.29.14";
inline constexpr std::string_view key_usage = "2.5.29.15";
inline constexpr std::string_view basic_constraints = "2.5.29.19";
inline constexpr std::string_view crl_number = "2.5.29.20";
inline constexpr std::string_view crl_reason = "2.5.29.21";
inline constexpr std::string_view crl_distribution_points = "2.5.29.31";
inline constexpr std::string_view certificate_policies = "2.5.29.32";
inline constexpr std::string_view authority_key_identifier = "2.5.29.35";
inline constexpr std::string_view extended_key_usage = "2.5.29.37";
inline constexpr std::string_view authority_information_access = "1.3.6.1.5.5.7.1.1";
inline constexpr std::string_view ocsp_no_check = "1.3.6.1.5.5.7.48.1.5";
inline constexpr std::string_view ocsp_nonce = "1.3.6.1.5.5.7.48.1.2";
}  // namespace extension_id

struct Extension {
  std::string oid;
  bool critical = false;
  Bytes value;  // what the OCTET STRING holds
  bool operator==(const Extension&) const = default;
};

// Writes SEQUENCE OF Extension.
void write_extensions(der::Writer& writer, const std::vector<Extension>& extensions);
// Reads SEQUENCE OF Extension; Error::malformed if it is empty or names an extension twice.
Result<std::vector<Extension>> read_extensions(der::Reader& reader);
// The extension with this identifier, or nullptr. Points into the list.
const Extension* find_extension(const std::vector<Extension>& extensions, std::string_view oid);

// The keyIdentifier of an AuthorityKeyIdentifier (4.2.1.1), empty if it has none.
Result<Bytes> read_authority_key_identifier(ByteView der);

// Key usage (4.2.1.3): bit i of the value is bit i of the standard.
using KeyUsage = std::uint16_t;
namespace key_usage {
inline constexpr KeyUsage digital_signature = 1 << 0;
inline constexpr KeyUsage non_repudiation = 1 << 1;
inline constexpr KeyUsage key_encipherment = 1 << 2;
inline constexpr KeyUsage data_encipherment = 1 << 3;
inline constexpr KeyUsage key_agreement = 1 << 4;
inline constexpr KeyUsage key_certificate_sign = 1 << 5;
inline constexpr KeyUsage crl_sign = 1 << 6;
inline constexpr KeyUsage encipher_only = 1 << 7;
inline constexpr KeyUsage decipher_only = 1 << 8;
}  // namespace key_usage

// The BIT STRING in DER: no trailing zero bits. `usage` is not 0.
Bytes encode_key_usage(KeyUsage usage);
Result<KeyUsage> decode_key_usage(ByteView der);

}  // namespace palmkey::core
