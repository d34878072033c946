// The vault's half of every split key: generation, co-signing, change of PIN, installation, decryption,
// unlocking, change of phone, and what goes with them (PIN tries, freshness, idempotence). docs/protocol.md.
#pragma once

#include <vector>

#include "core/bytes.hpp"
#include "vault/audit/audit_log.hpp"
#include "vault/authority/authority.hpp"
#include "vault/certificate_source.hpp"
#include "vault/configuration.hpp"
#include "vault/key_directory.hpp"
#include "vault/kmc/kmc.hpp"
#include "vault/operators/operators.hpp"
#include "vault/resources.hpp"
#include "vault/unlock_source.hpp"

namespace palmkey::vault {

// What the co-signer works with; all must outlive it.
struct CoSignerParts {
  const Resources& resources;
  const AuditLog& audit;
  const Operators& operators;
  Kmc& kmc;
  const CertificateSource& certificates;
  const std::vector<VaultSealingKey>& sealing_keys;
  const PinConfiguration& pin;
  const UnlockSource& unlocks;
  const HandoverConfiguration& handover;
};

// Thread-safe.
class CoSigner {
 public:
  explicit CoSigner(const CoSignerParts& parts) : parts_(parts) {}

  // Answers one SealedRequest with a SealedResponse. What the device may do or not is said inside the answer,
  // which leaves only after the commit. Failure, with nothing changed, if there is nobody to answer to:
  // malformed, unsupported, bad_signature or not_on_curve (the device key), stale (the sealing key),
  // decryption_failed; DatabaseFailure if the database has to be asked again.
  core::Bytes exchange(core::ByteView sealed_request) const;

 private:
  CoSignerParts parts_;
};

// Split keys and what was co-signed, for the businesses that decide on it. Thread-safe.
class CoSignerDirectory : public KeyDirectory {
 public:
  std::optional<SplitKey> find(platform::Transaction& transaction, core::ByteView key_id) const override;
  std::optional<SplitKey> find_by_public_key(platform::Transaction& transaction,
                                             core::ByteView public_key65) const override;
  std::vector<SplitKey> list_stopped(platform::Transaction& transaction) const override;
  bool apply(platform::Transaction& transaction, core::ByteView key_id, KeyEvent event,
             std::int64_t at) const override;
  void lock_row(platform::Transaction& transaction, core::ByteView key_id) const override;
  std::optional<std::int64_t> cosigned_at(platform::Transaction& transaction, core::ByteView key_id,
                                          core::ByteView intent, const core::ByteArray<32>& r) const override;
  bool has_signed_since(platform::Transaction& transaction, core::ByteView key_id,
                        std::int64_t at) const override;
};

void migrate_cosigner(platform::Database& database);

}  // namespace palmkey::vault
