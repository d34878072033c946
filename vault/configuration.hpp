// What vault.toml says; docs/operations.md lists every key.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/config.hpp"
#include "platform/key_wrap.hpp"

namespace palmkey::vault {

// How a subscriber's identity number appears in a certificate (GM/T 0015, IdentifyCode).
enum class IdentityStyle {
  none,
  clear,
  salted_hash,  // HMAC-SM3 under a key of the vault: who knows the number can't check it without the vault
};

struct ProfileConfiguration {
  std::string name;  // as in an approval's `profile`
  IdentityStyle identity = IdentityStyle::none;
  std::string policy;  // certificate policy OID, dotted; may be empty
};

struct PinConfiguration {
  int tries = 5;
  int free_tries = 3;                               // wrong PINs in a row without a wait
  std::vector<std::int64_t> wait_seconds{30, 300};  // after each further one
};

// How a key comes to a new PIN without the old one, or to another phone.
struct HandoverConfiguration {
  std::int64_t offer_seconds = 600;  // how long a new phone's offer can be taken
  std::int64_t cooling_seconds = 0;  // after a change of phone, before the key is used
  // Officers whose signatures an unlocking needs. With one, the owner has a while to object.
  std::int64_t unlock_officers = 2;                      // 1 or 2
  std::int64_t unlock_wait_seconds = 24LL * 3600;        // with one officer
  std::int64_t unlock_permit_seconds = 7LL * 24 * 3600;  // how long an approved order can be used
  // Between the announcement of a lost phone's replacement and its certificates: who still uses the old phone
  // stops it by that.
  std::int64_t replacement_wait_seconds = 24LL * 3600;
};

// How escrowed encryption keys come back.
struct RecoveryConfiguration {
  std::int64_t agents = 2;  // recovery agents whose signatures it takes, at least 2
  bool tell_holder_of_judicial =
      true;  // what is handed to a third party; of the rest the holder is always told
};

// When a certificate may be renewed.
struct RenewalConfiguration {
  std::int64_t open_seconds = 60LL * 24 * 3600;  // before its end
  std::int64_t late_seconds = 30LL * 24 * 3600;  // after its end
};

struct Configuration {
  std::string database;                   // as platform::Database takes it
  std::filesystem::path key_file;         // of the key-encryption key; empty: a passphrase
  std::string passphrase_salt;            // hexadecimal, at least 16 bytes; with a passphrase only
  std::string listen;                     // "unix:PATH" or "tls:HOST:PORT"
  unsigned socket_mode = 0600;            // or 0660
  std::filesystem::path tls_certificate;  // with tls: only
  std::filesystem::path tls_private_key;
  std::filesystem::path tls_ca;

  std::string platform_name;
  std::string base_url;  // issuer of tokens, begin of the CRL and OCSP addresses; without a slash at its end

  // Of the authority's names; used once, at initialisation.
  std::string country, organization, root_name, issuing_name;
  std::int64_t root_years = 20, issuing_years = 10, sealing_years = 10;

  std::vector<ProfileConfiguration> profiles;
  PinConfiguration pin;
  HandoverConfiguration handover;
  RenewalConfiguration renewal;
  RecoveryConfiguration recovery;
  std::int64_t crl_seconds = 86'400;                 // from one CRL's thisUpdate to its nextUpdate
  std::int64_t ocsp_seconds = 3600;                  // an OCSP answer's validity
  std::int64_t approval_seconds = 30LL * 24 * 3600;  // oldest approval that still counts
  std::int64_t administrators_needed = 2;            // 1 or 2, for a change of operators or relying parties

  const ProfileConfiguration* find_profile(std::string_view name) const;
};

// Throws platform::ConfigError for a missing, misspelt or wrong key. Relative paths are relative to the
// file's folder.
Configuration load_configuration(const std::filesystem::path& path);
Configuration read_configuration(const platform::Config& config, const std::filesystem::path& folder);

// The key-encryption key: from the file, or from the passphrase, which is asked for with `ask_passphrase`
// only where the configuration names no file. Throws as platform::KeyWrap does.
platform::KeyWrap open_key_wrap(const Configuration& configuration,
                                const std::function<core::Secret()>& ask_passphrase);

}  // namespace palmkey::vault
