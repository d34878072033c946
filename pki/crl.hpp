// Certificate revocation lists, version 2 (RFC 5280, 5; GB/T 20518, 5.3), complete ones.
#pragma once

#include <vector>

#include "core/bytes.hpp"
#include "core/certificate.hpp"
#include "core/result.hpp"
#include "core/x500_name.hpp"
#include "pki/revocation.hpp"
#include "pki/signer.hpp"

namespace palmkey::pki {

struct RevokedCertificate {
  core::Bytes serial;           // big-endian, without leading zero bytes
  std::int64_t revoked_at = 0;  // Unix seconds
  RevocationReason reason = RevocationReason::unspecified;
  bool operator==(const RevokedCertificate&) const = default;
};

struct CrlContents {
  std::uint64_t number = 0;      // grows with each list of an issuer
  std::int64_t this_update = 0;  // Unix seconds
  std::int64_t next_update = 0;
  std::vector<RevokedCertificate> revoked;
};

struct Crl : CrlContents {
  core::Name issuer;
  core::Bytes authority_key_identifier;
  core::sm2::Signature signature;
  core::Bytes tbs;

  // The entry of this serial number, or nullptr. Points into the list; takes time linear in its length.
  const RevokedCertificate* find(core::ByteView serial) const;
};

// The DER of a signed list. Error::wrong_key_usage if the issuer may not sign lists, Error::out_of_range if
// the next update is not later than this one or an entry has an empty serial number; the signer's errors.
core::Result<core::Bytes> sign_crl(const CrlContents& contents, const core::Certificate& issuer,
                                   const Signer& signer);

// Error::unsupported for version 1 and for a critical extension that is not understood (so for delta and
// partitioned lists); Error::malformed otherwise. Verifies no signature.
core::Result<Crl> decode_crl(core::ByteView der);

// Verifies that the issuer signed the list and that it is current at `at_time`. Error::wrong_issuer,
// wrong_key_usage, bad_signature, stale.
core::Result<void> verify_crl(const Crl& crl, const core::Certificate& issuer, std::int64_t at_time);

}  // namespace palmkey::pki
