// The vault's own database, opened on the vault's host by its administrator. No network, no running vault
// needed.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "platform/clock.hpp"
#include "platform/random.hpp"
#include "vault/authority/authority.hpp"
#include "vault/authority/key_store.hpp"
#include "vault/operators/operators.hpp"
#include "vault/relying_parties/relying_parties.hpp"

namespace palmkey::cli {

// Everything that administration works with; its tables are made if they are missing.
class VaultAccess {
 public:
  // `configuration_file` is vault.toml. A passphrase is asked for on the terminal if the configuration wants
  // one.
  explicit VaultAccess(const std::filesystem::path& configuration_file);
  VaultAccess(const VaultAccess&) = delete;
  VaultAccess& operator=(const VaultAccess&) = delete;

  const vault::Configuration& configuration() const { return configuration_; }
  const vault::Resources& resources() const { return resources_; }
  const vault::AuditLog& audit() const { return audit_; }
  vault::KeyStore& keys() { return keys_; }
  vault::Operators& operators() { return operators_; }
  vault::RelyingParties& relying_parties() { return relying_parties_; }

  // Makes the authority if there is none yet.
  void initialise_authority();
  // What the configuration QR code carries: SM3 of the descriptor, base64url.
  std::string descriptor_fingerprint();

 private:
  vault::Configuration configuration_;
  platform::SystemClock clock_;
  platform::SystemRandom random_;
  platform::Database database_;
  platform::KeyWrap key_wrap_;
  vault::Resources resources_;
  vault::AuditLog audit_;
  vault::DatabaseKeyStore keys_;
  vault::Operators operators_;
  vault::RelyingParties relying_parties_;
};

// The vault's database alone, for what needs no key. Fails if it is not there, instead of making an empty
// one.
std::unique_ptr<platform::Database> open_vault_database(const std::filesystem::path& configuration_file);

// Where an operator activates a device: the one-time code and the platform's fingerprint are behind the "#",
// which no browser sends to anyone.
std::string activation_link(const std::string& base_url, const std::string& code,
                            const std::string& fingerprint);

}  // namespace palmkey::cli
