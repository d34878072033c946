// What the vault keeps of the certificates that it issues.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/bytes.hpp"
#include "core/sm3.hpp"
#include "pki/revocation.hpp"

namespace palmkey::vault {

struct CertificateRecord {
  std::string serial;  // hexadecimal, lower case
  std::string pair_serial;
  std::string order_number;
  bool is_signing = false;
  core::Bytes key_id;  // of the split signing key; both certificates of a pair carry it
  core::Bytes holder;  // pairwise subjects are made of it
  std::int64_t not_before = 0;
  std::int64_t not_after = 0;
  core::Bytes der;  // empty until it is signed
  std::optional<std::int64_t> revoked_at;
  pki::RevocationReason reason = pki::RevocationReason::unspecified;
};

// An order that was decided: what it was decided on, and the serial numbers that were set aside for it.
struct Issuance {
  std::string order_number;
  std::string business;                // as approved
  std::optional<std::string> follows;  // serial number of the signing certificate that it follows
  std::int64_t not_before = 0;         // of both certificates, Unix seconds
  std::int64_t not_after = 0;
  core::Digest content{};  // SM3 of the request and of what both approvals agree on
  core::Bytes key_id;      // of the split signing key
  core::Bytes holder;      // as in CertificateRecord
  std::string signing_serial;
  std::string encryption_serial;
  std::int64_t decided_at = 0;
  bool complete = false;
};

}  // namespace palmkey::vault
