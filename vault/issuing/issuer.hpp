// Issues the two certificates of an order, on two operators' signatures and on nothing less.
#pragma once

#include <memory>
#include <string>

#include "vault/audit/audit_log.hpp"
#include "vault/authority/authority.hpp"
#include "vault/configuration.hpp"
#include "vault/encryption_key_source.hpp"
#include "vault/issuing/approved_application.hpp"
#include "vault/issuing/certificate_record.hpp"
#include "vault/operators/operator_intents.hpp"

namespace palmkey::vault {

struct IssueOrder {
  std::string order_number;
  core::Bytes request;  // PKCS#10
  SignedIntent acceptance;
  SignedIntent review;
};

struct CertificatePair {
  core::Bytes signing;  // DER
  core::Bytes encryption;
};

// What issuing works with; all must outlive it.
struct IssuerParts {
  const Resources& resources;
  const AuditLog& audit;
  const Configuration& configuration;
  const Authority& authority;
  const OperatorIntents& operator_intents;
  const KeyDirectory& keys;
  EncryptionKeySource& encryption_keys;
};

// Thread-safe.
class Issuer {
 public:
  explicit Issuer(const IssuerParts& parts) : parts_(parts) {}

  // Two steps, each in its own transaction: the order is decided - serial numbers and audit line stored - and
  // then the certificates are made and stored. Whoever repeats an order, also after a crash between the two,
  // gets the same certificates; another content under the same order number is refused. Failure: those of
  // OperatorIntents::check_pair and read_approved_application; "order_number_differs", "public_key_differs",
  // "key_unknown", "key_not_active", "order_conflict", "key_has_certificate", "authority_ends_before",
  // "own_order" (403); bad_signature or malformed for the request. For orders that follow a certificate (all
  // 409 but the first): "certificate_not_found" (404), "certificate_followed", "certificate_revoked",
  // "certificate_expired", "holder_differs", "key_differs", "renewal_too_early", "renewal_too_late";
  // "replacement_waits" (429) until the waiting time is over, "old_phone_in_use" if the old key signs
  // meanwhile.
  CertificatePair issue(const IssueOrder& order) const;

 private:
  void hold_rows(platform::Transaction& t, const ApprovedApplication& application) const;
  void announce_replacement(const ApprovedApplication& application, const IssueOrder& order) const;
  void refuse_used_phone(platform::Transaction& t, core::ByteView key_id, std::int64_t since) const;
  void decide(platform::Transaction& t, const IssueOrder& order, const ApprovedApplication& application,
              const core::Digest& content) const;
  CertificatePair complete(platform::Transaction& t, const ApprovedApplication& application) const;
  CertificateRecord make(const ApprovedApplication& application, const Issuance& issuance, bool is_signing,
                         const core::sm2::Point& public_key) const;

  IssuerParts parts_;
};

}  // namespace palmkey::vault
