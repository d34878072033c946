// The authority's own keys: where they live and what they are used through. Today that is the vault's
// database, each wrapped by the key-encryption key; a PKCS#11 token can be another KeyStore.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "core/secret.hpp"
#include "core/sm2/signature.hpp"
#include "pki/jws_key.hpp"
#include "pki/signer.hpp"
#include "vault/resources.hpp"

namespace palmkey::vault {

// A key that signs what the authority issues.
struct SigningKey {
  core::sm2::Point public_key;
  pki::Signer sign;  // thread-safe, valid as long as the store that gave it
};

// Keys are named; a name is created once. Creation belongs to a transaction, so that an authority is never
// half there. Thread-safe.
class KeyStore {
 public:
  virtual ~KeyStore() = default;

  virtual bool has(platform::Transaction& transaction, std::string_view name) const = 0;
  // Makes an SM2 key pair. DatabaseFailure (conflict) if the name is taken, here and below.
  virtual SigningKey create_signing_key(platform::Transaction& transaction, std::string_view name) = 0;
  virtual void create_jws_key(platform::Transaction& transaction, std::string_view name,
                              pki::JwsAlgorithm algorithm) = 0;
  // 32 random bytes.
  virtual void create_secret(platform::Transaction& transaction, std::string_view name) = 0;

  // Failure("authority_key_missing", 500) if there is no such key, here and below; "authority_key_unusable"
  // (500) if it can't be unwrapped: another key-encryption key, or a changed database.
  virtual SigningKey signing_key(platform::Transaction& transaction, std::string_view name) const = 0;
  virtual std::shared_ptr<const pki::JwsKey> jws_key(platform::Transaction& transaction,
                                                     std::string_view name) const = 0;
  virtual core::Secret secret(platform::Transaction& transaction, std::string_view name) const = 0;
  // A key that is needed whole: for the sealed channel, whose shared point is computed in the vault.
  virtual core::sm2::PrivateKey private_key(platform::Transaction& transaction,
                                            std::string_view name) const = 0;
};

class DatabaseKeyStore : public KeyStore {
 public:
  explicit DatabaseKeyStore(const Resources& resources) : resources_(resources) {}

  bool has(platform::Transaction& transaction, std::string_view name) const override;
  SigningKey create_signing_key(platform::Transaction& transaction, std::string_view name) override;
  void create_jws_key(platform::Transaction& transaction, std::string_view name,
                      pki::JwsAlgorithm algorithm) override;
  void create_secret(platform::Transaction& transaction, std::string_view name) override;
  SigningKey signing_key(platform::Transaction& transaction, std::string_view name) const override;
  std::shared_ptr<const pki::JwsKey> jws_key(platform::Transaction& transaction,
                                             std::string_view name) const override;
  core::Secret secret(platform::Transaction& transaction, std::string_view name) const override;
  core::sm2::PrivateKey private_key(platform::Transaction& transaction, std::string_view name) const override;

 protected:
  void store_jws_key(platform::Transaction& transaction, std::string_view name, const pki::JwsKey& key);

 private:
  void store(platform::Transaction& transaction, std::string_view name, std::string_view kind,
             core::ByteView secret);
  core::Secret load(platform::Transaction& transaction, std::string_view name, std::string_view kind) const;

  const Resources& resources_;
};

}  // namespace palmkey::vault
