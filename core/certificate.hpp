// X.509 certificates of SM2 keys signed with SM2 (RFC 5280; GB/T 20518): a strict parser.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/bytes.hpp"
#include "core/der.hpp"
#include "core/result.hpp"
#include "core/sm2/point.hpp"
#include "core/sm2/signature.hpp"
#include "core/x500_name.hpp"
#include "core/x509_extensions.hpp"

namespace palmkey::core {

// What a TBSCertificate says. Times are Unix seconds, both inclusive.
struct CertificateFields {
  Bytes serial;  // positive, big-endian, without leading zero bytes
  Name issuer;
  std::int64_t not_before = 0;
  std::int64_t not_after = 0;
  Name subject;
  sm2::Point public_key;
  std::vector<Extension> extensions;  // all, in order; the understood ones are taken apart below

  bool is_authority = false;            // basicConstraints
  std::optional<unsigned> path_length;  // basicConstraints; only with is_authority
  KeyUsage key_usage = 0;               // 0 if the extension is absent: fit for nothing here
  std::vector<std::string> extended_key_usage;
  Bytes subject_key_identifier;    // empty if absent
  Bytes authority_key_identifier;  // empty if absent
};

struct Certificate : CertificateFields {
  sm2::Signature signature;
  Bytes tbs;  // what is signed
  Bytes der;  // the whole
};

// A CertificateSerialNumber: positive, at most 20 octets (4.1.2.2); without leading zero bytes.
Result<Bytes> read_serial(der::Reader& reader);

// Accepts version 3 only, times in the encodings of RFC 5280 (4.1.2.5), serial numbers of at most 20 octets.
// Error::unsupported for other algorithms and for a critical extension that is not understood;
// Error::malformed otherwise. Verifies no signature.
Result<CertificateFields> decode_tbs_certificate(ByteView tbs);
Result<Certificate> decode_certificate(ByteView der);

// Verifies the signature alone, under the default identity. Error::bad_signature.
Result<void> verify_signed_by(const Certificate& certificate, const sm2::Point& issuer_key);

// Verifies that `issuer` issued it: names, key identifiers, the issuer's authority, path length and key
// usage, the signature. `authorities_below` is the number of authorities between the issuer and the
// subscriber. Error::wrong_issuer, wrong_key_usage, bad_signature.
Result<void> verify_issued_by(const Certificate& certificate, const Certificate& issuer,
                              unsigned authorities_below = 0);

// Verifies that `leaf` was issued by `issuing`, and that by `root`, all valid at `at_time`:
// names, key identifiers, signatures, authority flags, path lengths and key usage (RFC 5280, 6.1, for chains
// of this form). `root` is trusted by the caller, who has pinned it; it must be self-signed.
// Error::wrong_issuer, not_valid_now, wrong_key_usage, bad_signature. Says nothing about revocation.
Result<void> verify_chain(const Certificate& leaf, const Certificate& issuing, const Certificate& root,
                          std::int64_t at_time);

}  // namespace palmkey::core
