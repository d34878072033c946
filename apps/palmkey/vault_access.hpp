// The vault's own database, opened on the vault's host by its administrator. No network, no running vault
// needed.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/secret.hpp"
#include "vault/configuration.hpp"
#include "vault/open_vault.hpp"

namespace palmkey::cli {

// A vault and what its configuration says. The passphrase is asked for on the terminal, if there is one.
struct VaultAccess {
  // `configuration_file` is vault.toml.
  explicit VaultAccess(const std::filesystem::path& configuration_file);

  // What the configuration QR code carries: SM3 of the descriptor, base64url.
  std::string descriptor_fingerprint();

  vault::Configuration configuration;
  vault::OpenVault opened;
};

// Makes the key-encryption key and the authority of a configuration, unless they are there.
void initialise_vault(const std::filesystem::path& configuration_file);

// The vault's database alone, for what needs no key. Failure("authority_not_initialised", 500) if it is not
// there, instead of making an empty one.
std::unique_ptr<platform::Database> open_vault_database(const std::filesystem::path& configuration_file);

}  // namespace palmkey::cli
