// Recovery agents give escrowed encryption keys back to their holder, or hand them to a third party that the
// law lets have them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "vault/audit/audit_log.hpp"
#include "vault/configuration.hpp"
#include "vault/encryption_key_source.hpp"
#include "vault/issuing/certificate_record.hpp"
#include "vault/operators/operator_intents.hpp"
#include "vault/resources.hpp"

namespace palmkey::vault {

struct RecoveryOrder {
  std::string order_number;
  std::vector<SignedIntent> approvals;  // `recover`, one by each agent
  core::Bytes recipient_certificate;    // DER, of the third party; empty for the holder
};

struct Recovered {
  std::int64_t keys = 0;               // how many
  std::int64_t at = 0;                 // Unix seconds, of the first time that it was asked for
  std::vector<core::Bytes> envelopes;  // SM2EnvelopedKey, DER, oldest key first; empty for the holder
};

struct RecoveryCount {
  std::string month;  // "2026-03", UTC
  std::string kind;   // "holder" or "judicial"
  std::int64_t recoveries = 0, keys = 0;
};

struct RecoveryParts {
  const Resources& resources;
  const AuditLog& audit;
  const Configuration& configuration;
  const OperatorIntents& operator_intents;
  const KeyDirectory& keys;
  EncryptionKeySource& encryption_keys;
};

// Thread-safe.
class Recovery {
 public:
  explicit Recovery(const RecoveryParts& parts) : parts_(parts) {}

  // Kind "holder": what the holder of the certificate named could encrypt for before - with split keys that
  // have no certificate now - belongs to that certificate's split key from now on, and reaches the phone with
  // its next installation. Kind "judicial": the encryption keys of the certificate named, and those,
  // enveloped for the recipient's certificate, whose SM3 the intents name; nothing changes for the holder.
  // Repeating an order recovers nothing twice. Failure: those of OperatorIntents::check;
  // "recovery_agents_needed", "approval_step_wrong", "approvals_by_one_operator", "approvals_differ",
  // "approval_stale", "order_number_differs", "recipient_differs", "own_order" (403); "certificate_not_found"
  // (404); "order_conflict", "certificate_not_good", "nothing_to_recover" (409); "recovery_kind_unknown",
  // "recipient_invalid" (422).
  Recovered recover(const RecoveryOrder& order) const;

  // How many encryption keys a holder could have back onto the key of this signing certificate.
  std::int64_t recoverable(platform::Transaction& transaction, const CertificateRecord& record) const;

  // What was recovered, newest month first.
  std::vector<RecoveryCount> counts() const;

 private:
  std::vector<CheckedIntent> check(platform::Transaction& t, const RecoveryOrder& order,
                                   std::int64_t now) const;
  std::int64_t give_back(platform::Transaction& t, const CertificateRecord& record, std::int64_t now) const;
  std::vector<core::Bytes> envelop(platform::Transaction& t, const CertificateRecord& record,
                                   const core::sm2::Point& recipient, std::int64_t now) const;

  RecoveryParts parts_;
};

void migrate_recovery(platform::Database& database);

}  // namespace palmkey::vault
