// What CRLs and OCSP answers both say of a revoked certificate.
#pragma once

#include <cstdint>

#include "core/bytes.hpp"
#include "core/der.hpp"
#include "core/result.hpp"

namespace palmkey::core {

// CRLReason, RFC 5280, 5.3.1.
enum class RevocationReason : std::uint8_t {
  unspecified = 0,
  key_compromise = 1,
  ca_compromise = 2,
  affiliation_changed = 3,
  superseded = 4,
  cessation_of_operation = 5,
  certificate_hold = 6,  // suspended: the only reason that may be taken back
  remove_from_crl = 8,   // of delta CRLs only
  privilege_withdrawn = 9,
  aa_compromise = 10,
};

// ENUMERATED.
void write_reason(der::Writer& writer, RevocationReason reason);
Result<RevocationReason> read_reason(der::Reader& reader);

}  // namespace palmkey::core
