// Revoking certificates and telling everybody: CRLs and OCSP.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "vault/audit/audit_log.hpp"
#include "vault/authority/authority.hpp"
#include "vault/configuration.hpp"
#include "vault/issuing/certificate_record.hpp"
#include "vault/operators/operator_intents.hpp"

namespace palmkey::vault {

struct RevokeOrder {
  std::string serial;
  SignedIntent acceptance;
  SignedIntent review;
};

// A holder revokes his own certificates.
struct RevokeOwnOrder {
  std::string serial;  // of the signing certificate
  SignedIntent intent;
};

struct SignedCrl {
  core::Bytes der;
  std::int64_t next_update = 0;
};

struct OcspReply {
  core::Bytes der;
  std::int64_t next_update = 0;  // 0 for an answer that is none
};

// The `reason` of a revoke intent: "unspecified", "key_compromise", "affiliation_changed", "superseded",
// "cessation_of_operation", "privilege_withdrawn".
std::optional<pki::RevocationReason> revocation_reason_of(std::string_view name);

struct RevocationParts {
  const Resources& resources;
  const AuditLog& audit;
  const Configuration& configuration;
  const Authority& authority;
  const OperatorIntents& operator_intents;
  const KeyDirectory& keys;
};

// Certificates of a key that its holder has frozen are on hold: OCSP says so at once, CRLs from the next one
// on. Thread-safe.
class Revocation {
 public:
  explicit Revocation(const RevocationParts& parts) : parts_(parts) {}

  // Revokes both certificates of the pair and signs a new CRL, in one transaction; returns when that was. A
  // key whose last certificates they were is retired: it signs no more, but opens what was encrypted for it.
  // Repeating it changes nothing. Failure: those of OperatorIntents::check_pair; "serial_differs" (403),
  // "revocation_reason_unknown" (422), "certificate_not_found" (404).
  std::int64_t revoke(const RevokeOrder& order) const;

  // The same on the holder's own signature, a `revoke-own` intent, for every pair that the key has. Failure:
  // those of check_holder_intent; "intent_refused" (422), "serial_differs" (403), "revocation_reason_unknown"
  // (422).
  std::int64_t revoke_own(const RevokeOwnOrder& order) const;

  // The present CRL; a first one is made where none is.
  SignedCrl crl() const;
  // Signs a new CRL if the present one is past half of its time, or there is none.
  void renew_crl() const;

  // Never throws for what a requester sent: a bad request gets an OCSP answer that says so.
  OcspReply answer_ocsp(core::ByteView request) const;

 private:
  SignedCrl sign_crl(platform::Transaction& t) const;
  // When it was, if nothing more can become of it.
  std::optional<std::int64_t> revoked_before(platform::Transaction& t, const CertificateRecord& record,
                                             std::int64_t now) const;
  // Revokes the pair, and retires its key if there is no other certificate of it.
  void revoke_pair(platform::Transaction& t, const CertificateRecord& record, std::string_view reason,
                   std::int64_t now) const;

  RevocationParts parts_;
};

}  // namespace palmkey::vault
