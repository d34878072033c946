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
