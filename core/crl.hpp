// Certificate revocation lists, version 2 (RFC 5280, 5; GB/T 20518, 5.3), complete ones: a strict parser and
// verifier. pki/crl.hpp makes them.
#pragma once

#include <vector>

#include "core/bytes.hpp"
#include "core/certificate.hpp"
#include "core/result.hpp"
#include "core/revocation.hpp"
#include "core/x500_name.hpp"

namespace palmkey::core {

struct RevokedCertificate {
  Bytes serial;                 // big-endian, without leading zero bytes
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
  Name issuer;
  Bytes authority_key_identifier;
  sm2::Signature signature;
  Bytes tbs;

  // The entry of this serial number, or nullptr. Points into the list; takes time linear in its length.
  const RevokedCertificate* find(ByteView serial) const;
};

// Error::unsupported for version 1 and for a critical extension that is not understood (so for delta and
// partitioned lists); Error::malformed otherwise. Verifies no signature.
Result<Crl> decode_crl(ByteView der);

// Verifies that the issuer signed the list and that it is current at `at_time`. Error::wrong_issuer,
// wrong_key_usage, bad_signature, stale.
Result<void> verify_crl(const Crl& crl, const Certificate& issuer, std::int64_t at_time);

// True for an authority whose key may sign lists.
bool may_sign_crls(const Certificate& issuer);

}  // namespace palmkey::core
