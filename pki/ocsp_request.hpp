// Requests of the Online Certificate Status Protocol (RFC 6960, 4.1; GB/T 19713).
#pragma once

#include <optional>
#include <vector>

#include "core/bytes.hpp"
#include "core/certificate.hpp"
#include "core/der.hpp"
#include "core/result.hpp"

namespace palmkey::pki {

inline constexpr std::size_t most_ocsp_certificates = 32;  // in one request
inline constexpr std::size_t longest_ocsp_nonce = 32;      // RFC 8954

// A CertID. The hashes are of the issuer's name and key, with SHA-1, SHA-256 or SM3.
struct OcspCertificateId {
  core::Bytes der;     // the whole, which an answer repeats
  core::Bytes serial;  // big-endian, without leading zero bytes
  bool operator==(const OcspCertificateId&) const = default;
};

struct OcspRequest {
  std::vector<OcspCertificateId> certificates;  // at least one
  std::optional<core::Bytes> nonce;             // 1 to 32 bytes
};

// Reads one CertID; Error::unsupported for another hash algorithm.
core::Result<OcspCertificateId> read_certificate_id(core::der::Reader& reader);

// The CertID of a serial number of this issuer, with SM3.
OcspCertificateId certificate_id(const core::Certificate& issuer, core::ByteView serial);

// Whether the CertID names a certificate of this issuer.
bool is_issued_by(const OcspCertificateId& id, const core::Certificate& issuer);

// A signature of the requester is read over, not verified: answers are public. Error::malformed;
// Error::unsupported for a critical extension that is not understood or another version; Error::out_of_range
// for too many certificates.
core::Result<OcspRequest> decode_ocsp_request(core::ByteView der);

// The DER of an unsigned request.
core::Bytes encode_ocsp_request(const OcspRequest& request);

}  // namespace palmkey::pki
