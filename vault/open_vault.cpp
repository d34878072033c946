#include "vault/open_vault.hpp"

#include "platform/failure.hpp"
#include "vault/authority/authority.hpp"
#include "vault/cosign/cosigner.hpp"
#include "vault/issuing/holding.hpp"
#include "vault/issuing/migration.hpp"
#include "vault/kmc/kmc.hpp"
#include "vault/recovery/recovery.hpp"
#include "vault/sign_in/sign_in_store.hpp"
#include "vault/unlocking/unlock_permits.hpp"

namespace palmkey::vault {
namespace {

void make_key_file(const Configuration& configuration) {
  if (configuration.key_file.empty() || std::filesystem::exists(configuration.key_file)) return;
  platform::Database database(configuration.database, 1);
  migrate_vault(database);
  if (is_initialised(database)) throw platform::Failure("key_file_missing", 500);
  platform::SystemRandom random;
  platform::KeyWrap::create_key_file(configuration.key_file, random);
}

}  // namespace

void migrate_vault(platform::Database& database) {
  migrate_audit(database);
  migrate_operators(database);
  migrate_relying_parties(database);
  migrate_authority(database);
  migrate_issuing(database);
  migrate_holding(database);
  migrate_unlocking(database);
  migrate_sign_in(database);
  migrate_kmc(database);
  migrate_recovery(database);
  migrate_cosigner(database);
}

OpenVault::OpenVault(const Configuration& configuration, const AskPassphrase& ask_passphrase)
    : database_(configuration.database), key_wrap_(open_key_wrap(configuration, ask_passphrase)) {
  migrate_vault(database_);
}

void initialise(const Configuration& configuration, const AskPassphrase& ask_passphrase) {
  make_key_file(configuration);
  OpenVault vault(configuration, ask_passphrase);
  DatabaseKeyStore keys(vault.resources());
  initialise_authority(vault.resources(), vault.audit(), keys, configuration);
  // What was made must also open: with another passphrase it would not.
  Authority::open(vault.resources(), keys);
}

}  // namespace palmkey::vault
