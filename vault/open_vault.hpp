// A vault's database, opened: what the server and every command of the vault's administrator begin with.
#pragma once

#include <functional>

#include "core/secret.hpp"
#include "platform/clock.hpp"
#include "platform/database.hpp"
#include "platform/key_wrap.hpp"
#include "platform/random.hpp"
#include "vault/audit/audit_log.hpp"
#include "vault/configuration.hpp"
#include "vault/operators/operators.hpp"
#include "vault/relying_parties/relying_parties.hpp"
#include "vault/resources.hpp"

namespace palmkey::vault {

// Asked for only where the configuration names a passphrase instead of a key file.
using AskPassphrase = std::function<core::Secret()>;

// Thread-safe, as its parts are.
class OpenVault {
 public:
  // Opens the database, brings its tables to the present version and reads the key-encryption key.
  OpenVault(const Configuration& configuration, const AskPassphrase& ask_passphrase);

  platform::Database& database() { return database_; }
  const Resources& resources() const { return resources_; }
  const AuditLog& audit() const { return audit_; }
  Operators& operators() { return operators_; }
  RelyingParties& relying_parties() { return relying_parties_; }

 private:
  platform::Database database_;
  platform::SystemClock clock_;
  platform::SystemRandom random_;
  platform::KeyWrap key_wrap_;
  Resources resources_{database_, clock_, random_, key_wrap_};
  AuditLog audit_{clock_};
  Operators operators_{resources_, audit_};
  RelyingParties relying_parties_{resources_, audit_};
};

// Makes the key-encryption key's file where there is none, and the authority (authority/authority.hpp).
// Repeating it is harmless. Failure("key_file_missing", 500) if there is an authority already but no key
// file: a fresh one could not unwrap its keys.
void initialise(const Configuration& configuration, const AskPassphrase& ask_passphrase);

// Brings all tables of the vault to the present version.
void migrate_vault(platform::Database& database);

}  // namespace palmkey::vault
