// What the front can ask of the vault (api/vault.proto), without gRPC in sight, so that tests can stand in
// for it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/bytes.hpp"

namespace palmkey::platform {
struct RpcEndpoint;
}

namespace palmkey::front {

// A text intent and its SM2Signature in DER.
struct SignedIntent {
  std::string intent;
  core::Bytes signature_der;
};

struct CertificatePair {
  core::Bytes signing_der;
  core::Bytes encryption_der;
};

enum class CertificateStatus { unknown, good, revoked, on_hold, expired, key_blocked };

struct CertificateRecord {
  std::string serial;
  CertificateStatus status = CertificateStatus::unknown;
  core::Bytes certificate_der;
  std::string order_number;
  std::string pair_serial;
  std::int64_t not_before = 0;
  std::int64_t not_after = 0;
  std::int64_t renewable_from = 0, renewable_until = 0;  // when the vault takes an order to renew it
  std::int64_t recoverable_keys = 0;                     // encryption keys that the holder can have back
  bool held = false;                                     // an officer has stopped the key
};

enum class OperatorRole { none, acceptance, review, administrator, recovery };

struct Operator {
  std::string operator_id;
  std::string name;
  OperatorRole role = OperatorRole::none;
  bool active = false;
};

struct VaultRelyingParty {
  std::string client_id;
  std::string name;
  std::string origin;
  std::vector<std::string> redirect_uris;
  std::string secret_digest;  // SHA-256, hexadecimal
  std::uint32_t certificates_per_account = 1;
  std::string id_token_algorithm;
};

struct RecoveryCount {
  std::string month;  // "2026-03"
  std::string kind;   // "holder" or "judicial"
  std::int64_t recoveries = 0, keys = 0;
};

struct SignInToken {
  std::string id_token;
  std::string subject;
  std::string name;
  std::int64_t expires_at = 0;
};

struct VaultEvent {
  std::int64_t number = 0;
  std::int64_t time = 0;
  std::string kind;
  std::string order_number;
  std::string operator_id;
};

struct OperatorList {
  std::vector<Operator> operators;
  std::uint32_t administrators_needed = 2;  // whose signatures a change of operators or relying parties takes
  std::uint32_t recovery_agents_needed = 2;  // whose signatures a key recovery takes
};

struct OperatorChange {
  Operator changed;                        // as it is now
  std::int64_t activation_expires_at = 0;  // 0 after a dismissal
};

struct AuditEntry {
  std::int64_t number = 0;
  std::int64_t time = 0;
  std::string kind;
  std::string details;  // a JSON object of texts
};

struct AuditVerdict {
  std::int64_t count = 0;      // entries found good, from the first on
  std::int64_t first_bad = 0;  // 0 if the whole log is good
  core::Bytes head;            // digest of the last good one
};

struct Chain {
  core::Bytes root_der;
  core::Bytes issuing_der;
};

// Each call throws the platform::Failure that the vault answered, or Failure("vault_unreachable", 503).
// Thread-safe.
class VaultClient {
 public:
  virtual ~VaultClient() = default;

  virtual core::Bytes describe() = 0;                               // SignedDescriptor
  virtual core::Bytes exchange(core::ByteView sealed_request) = 0;  // SealedResponse
  virtual CertificatePair issue(const std::string& order_number, core::ByteView request_der,
                                const SignedIntent& acceptance, const SignedIntent& review) = 0;
  // Lets the order's key be unlocked once: from when.
  virtual std::int64_t approve_unlock(const std::string& order_number, const SignedIntent& acceptance,
                                      const SignedIntent& review) = 0;
  // Gives the holder's encryption keys back, on recovery agents' `recover` intents.
  virtual void recover(const std::string& order_number, const std::vector<SignedIntent>& approvals) = 0;
  // Envelopes the encryption keys of the certificate's holder for a third party's certificate, on the same.
  // SM2EnvelopedKey each.
  virtual std::vector<core::Bytes> hand_over(const std::string& order_number,
                                             const std::vector<SignedIntent>& approvals,
                                             const core::Bytes& recipient_certificate) = 0;
  virtual std::vector<RecoveryCount> count_recoveries() = 0;  // newest month first
  virtual std::int64_t revoke(const std::string& serial, const SignedIntent& acceptance,
                              const SignedIntent& review) = 0;  // when, Unix seconds
  // On the holder's own `revoke-own` intent.
  virtual std::int64_t revoke_own(const std::string& serial, const SignedIntent& intent) = 0;
  // On an officer's `hold` or `release` intent: since when the certificate's key is stopped, nothing if it is
  // not.
  virtual std::optional<std::int64_t> hold(const std::string& serial, const SignedIntent& intent) = 0;
  virtual CertificateRecord certificate(const std::string& serial) = 0;
  virtual SignInToken sign_in(const SignedIntent& intent, const std::string& certificate_serial,
                              const std::string& issuer, const std::string& algorithm, bool with_name) = 0;
  virtual std::string json_web_keys() = 0;
  virtual core::Bytes crl() = 0;
  virtual core::Bytes ocsp(core::ByteView request_der) = 0;
  virtual Chain chain() = 0;
  virtual OperatorList operators() = 0;
  virtual std::vector<VaultRelyingParty> relying_parties() = 0;
  virtual Operator check_operator_intent(const SignedIntent& intent) = 0;
  virtual std::vector<VaultEvent> events(std::int64_t after, std::uint32_t limit) = 0;
  // Newest first, with smaller numbers than `before`; 0: from the newest on.
  virtual std::vector<AuditEntry> audit(std::int64_t before, std::uint32_t limit) = 0;
  virtual AuditVerdict verify_audit() = 0;
  // Without `second` where one administrator's signature is enough. Repeating a change changes nothing.
  virtual OperatorChange change_operators(const SignedIntent& first,
                                          const std::optional<SignedIntent>& second) = 0;
  // What the relying party is now; only its client_id after a removal.
  virtual VaultRelyingParty change_relying_parties(const SignedIntent& first,
                                                   const std::optional<SignedIntent>& second) = 0;
};

// The vault at this endpoint; connects by itself, again and again.
std::unique_ptr<VaultClient> connect_vault(const platform::RpcEndpoint& endpoint);

}  // namespace palmkey::front
