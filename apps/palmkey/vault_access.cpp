#include "apps/palmkey/vault_access.hpp"

#include "apps/palmkey/terminal.hpp"
#include "core/encoding.hpp"
#include "platform/failure.hpp"
#include "vault/configuration.hpp"

namespace palmkey::cli {

namespace {

core::Secret ask_passphrase() {
  return ask_secret("Passphrase of the vault: ");
}

}  // namespace

VaultAccess::VaultAccess(const std::filesystem::path& configuration_file)
    : configuration_(vault::load_configuration(configuration_file)),
      database_(configuration_.database, 1),
      key_wrap_(vault::open_key_wrap(configuration_, ask_passphrase)),
      resources_{database_, clock_, random_, key_wrap_},
      audit_(clock_),
      keys_(resources_),
      operators_(resources_, audit_),
      relying_parties_(resources_, audit_) {
  vault::migrate_audit(database_);
  vault::migrate_authority(database_);
  vault::migrate_operators(database_);
  vault::migrate_relying_parties(database_);
}

void VaultAccess::initialise_authority() {
  vault::initialise_authority(resources_, audit_, keys_, configuration_);
}

std::string VaultAccess::descriptor_fingerprint() {
  const auto authority = vault::Authority::open(resources_, keys_);
  const auto descriptor =
      platform::value_or_throw(core::decode_signed_descriptor(authority->signed_descriptor()));
  return core::to_base64url(descriptor.fingerprint());
}

std::unique_ptr<platform::Database> open_vault_database(const std::filesystem::path& configuration_file) {
  const auto configuration = vault::load_configuration(configuration_file);
  constexpr std::string_view kSqlite = "sqlite:";
  if (configuration.database.starts_with(kSqlite) &&
      !std::filesystem::exists(configuration.database.substr(kSqlite.size())))
    throw platform::Failure("authority_not_initialised", 500);
  return std::make_unique<platform::Database>(configuration.database, 1);
}

std::string activation_link(const std::string& base_url, const std::string& code,
                            const std::string& fingerprint) {
  return base_url + "/officer#a=" + code + "&d=" + fingerprint;
}

}  // namespace palmkey::cli
