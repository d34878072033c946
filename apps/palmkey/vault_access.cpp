#include "apps/palmkey/vault_access.hpp"

#include "apps/palmkey/terminal.hpp"
#include "core/encoding.hpp"
#include "platform/failure.hpp"
#include "vault/authority/authority.hpp"
#include "vault/authority/key_store.hpp"

namespace palmkey::cli {

namespace {

core::Secret ask_passphrase() {
  return ask_secret("Passphrase of the vault: ");
}

}  // namespace

VaultAccess::VaultAccess(const std::filesystem::path& configuration_file)
    : configuration(vault::load_configuration(configuration_file)), opened(configuration, ask_passphrase) {}

std::string VaultAccess::descriptor_fingerprint() {
  const vault::DatabaseKeyStore keys(opened.resources());
  const auto authority = vault::Authority::open(opened.resources(), keys);
  const auto descriptor =
      platform::value_or_throw(core::decode_signed_descriptor(authority->signed_descriptor()));
  return core::to_base64url(descriptor.fingerprint());
}

void initialise_vault(const std::filesystem::path& configuration_file) {
  vault::initialise(vault::load_configuration(configuration_file), ask_passphrase);
}

std::unique_ptr<platform::Database> open_vault_database(const std::filesystem::path& configuration_file) {
  const auto configuration = vault::load_configuration(configuration_file);
  constexpr std::string_view kSqlite = "sqlite:";
  if (configuration.database.starts_with(kSqlite) &&
      !std::filesystem::exists(configuration.database.substr(kSqlite.size())))
    throw platform::Failure("authority_not_initialised", 500);
  return std::make_unique<platform::Database>(configuration.database, 1);
}

}  // namespace palmkey::cli
