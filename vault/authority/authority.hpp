// The authority itself: its names, its keys, its certificates and the descriptor that phones pin.
#pragma once

#include <memory>
#include <vector>

#include "core/certificate.hpp"
#include "core/descriptor.hpp"
#include "vault/audit/audit_log.hpp"
#include "vault/authority/key_store.hpp"
#include "vault/configuration.hpp"
#include "vault/resources.hpp"

namespace palmkey::vault {

// Makes everything that an authority consists of, in one transaction: root and issuing authority, OCSP
// responder, sealing key, ES256 and RS256 keys, holder key, escrow key, descriptor. If it is there already,
// only the descriptor is signed anew, and only if the configuration's name or base URL changed; everything
// else stays as it was. platform::Failure("authority_name_invalid", 422) for names that no certificate can
// carry.
void initialise_authority(const Resources& resources, const AuditLog& audit, KeyStore& keys,
                          const Configuration& configuration);

// A sealing key with its private half, for the sealed channel.
struct VaultSealingKey {
  core::SealingKey published;
  core::sm2::PrivateKey key;
};

// The authority's keys and certificates as the vault holds them in memory while it runs. The root's key is
// not among them. Immutable, thread-safe.
class Authority {
 public:
  // platform::Failure("authority_not_initialised", 500).
  static std::shared_ptr<const Authority> open(const Resources& resources, const KeyStore& keys);

  const core::Certificate& root() const { return parts_.root; }
  const core::Certificate& issuing() const { return parts_.issuing; }
  const core::Certificate& ocsp_responder() const { return parts_.ocsp_responder; }
  const SigningKey& issuing_key() const { return parts_.issuing_key; }
  const SigningKey& ocsp_key() const { return parts_.ocsp_key; }
  const core::Bytes& signed_descriptor() const { return parts_.signed_descriptor; }  // DER
  const std::vector<VaultSealingKey>& sealing_keys() const { return parts_.sealing_keys; }
  const core::Secret& holder_key() const { return parts_.holder_key; }  // of holder identifiers and subjects
  const core::Secret& identity_key() const { return parts_.identity_key; }  // of hashed identity numbers
  const core::Secret& escrow_key() const { return parts_.escrow_key; }      // under which the KMC wraps keys
  // In the order in which they are published: ES256, RS256.
  const std::vector<std::shared_ptr<const pki::JwsKey>>& jws_keys() const { return parts_.jws_keys; }

 private:
  struct Parts {
    core::Certificate root, issuing, ocsp_responder;
    SigningKey issuing_key, ocsp_key;
    core::Bytes signed_descriptor;
    std::vector<VaultSealingKey> sealing_keys;
    core::Secret holder_key, identity_key, escrow_key;
    std::vector<std::shared_ptr<const pki::JwsKey>> jws_keys;
  };
  explicit Authority(Parts parts) : parts_(std::move(parts)) {}
  Parts parts_;
};

// Whether an authority was made in this database.
bool is_initialised(platform::Database& database);

// Root and issuing certificates, DER, for `palmkey ca export`. Failure("authority_not_initialised", 500).
struct Chain {
  core::Bytes root;
  core::Bytes issuing;
};
Chain export_chain(platform::Database& database);

void migrate_authority(platform::Database& database);

}  // namespace palmkey::vault
