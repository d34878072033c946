// The key management centre: subscribers' encryption keys, made here, escrowed under a wrapping key of their
// own, and split between phone and vault at each installation. docs/protocol.md, "Encryption key".
#pragma once

#include <optional>
#include <vector>

#include "core/splitkey/messages.hpp"
#include "platform/key_wrap.hpp"
#include "vault/audit/audit_log.hpp"
#include "vault/encryption_key_source.hpp"
#include "vault/resources.hpp"

namespace palmkey::vault {

struct EncryptionKey {
  core::splitkey::Identifier id{};
  core::sm2::Point public_key;  // P_e
  // The split key that it was made for, if it has come to another since.
  std::optional<core::Bytes> made_for;
};

// Thread-safe. Whoever splits, refreshes or decrypts holds the row of the split key, so that the shares of
// one key are never changed by two at once.
class Kmc : public EncryptionKeySource {
 public:
  // `escrow` wraps the whole keys, `resources.key_wrap` the vault's shares; both must outlive this.
  Kmc(const Resources& resources, const AuditLog& audit, const platform::KeyWrap& escrow)
      : resources_(resources), audit_(audit), escrow_(escrow) {}

  core::sm2::Point create_encryption_key(platform::Transaction& transaction, core::ByteView key_id) override;

  std::int64_t count(platform::Transaction& transaction, core::ByteView key_id) const override;
  void move(platform::Transaction& transaction, core::ByteView from, core::ByteView to) override;
  std::vector<core::Bytes> enveloped(platform::Transaction& transaction, core::ByteView key_id,
                                     const core::sm2::Point& recipient) const override;

  // Of one split key, oldest first, those that were made for another before its own.
  std::vector<EncryptionKey> list(platform::Transaction& transaction, core::ByteView key_id) const;

  // The identifiers of those that were installed, oldest first.
  std::vector<core::splitkey::Identifier> installed(platform::Transaction& transaction,
                                                    core::ByteView key_id) const;

  // Splits the key anew and returns the device's share; the split before is dead.
  // Failure("not_found", 404).
  core::sm2::Scalar split(platform::Transaction& transaction, core::ByteView key_id,
                          const core::splitkey::Identifier& id);

  // u2·C1, or nothing if the split key has no such encryption key or it was never installed.
  std::optional<core::sm2::Point> decrypt_partly(platform::Transaction& transaction, core::ByteView key_id,
                                                 const core::splitkey::Identifier& id,
                                                 const core::sm2::Point& c1) const;

  // New shares of every installed encryption key; what the device has to add to its own.
  std::vector<core::splitkey::ShareDelta> refresh(platform::Transaction& transaction, core::ByteView key_id);

 private:
  const Resources& resources_;
  const AuditLog& audit_;
  const platform::KeyWrap& escrow_;
};

void migrate_kmc(platform::Database& database);

}  // namespace palmkey::vault
