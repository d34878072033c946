// Secrets at rest: wrapped by a key-encryption key with SM4-GCM, bound to what they belong to.
//
// Form of a wrapped secret: base64url of version byte 1 | key id (4) | nonce (12) | SM4-GCM ciphertext and
// tag; the associated data are version, key id and the context.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/random.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"

namespace palmkey::platform {

// The key-encryption key. Thread-safe once made.
class KeyWrap {
 public:
  // A file of 32 bytes, written by create_key_file. Failure("key_file_too_open" / "key_file_unusable", 500)
  // if group or others may read or write it, it is not ours, or has another size.
  static KeyWrap from_file(const std::filesystem::path& path);
  // PBKDF2-HMAC-SM3 of a passphrase; `salt` at least 16 bytes, kept beside the data; iterations at least
  // 100,000 (std::invalid_argument otherwise).
  static KeyWrap from_passphrase(core::ByteView passphrase, core::ByteView salt,
                                 std::uint32_t iterations = 600000);
  // A key that is held elsewhere, itself wrapped; 32 bytes (std::invalid_argument otherwise).
  static KeyWrap from_secret(core::ByteView secret32);
  // Writes a fresh key, mode 0600; a file that is there is never replaced (std::system_error).
  static void create_key_file(const std::filesystem::path& path, core::Random& random);

  // `context` names what the secret belongs to ("kmc/escrow/42"): the same is needed to unwrap it.
  std::string wrap(core::ByteView secret, std::string_view context, core::Random& random) const;
  // Error::decryption_failed for another key, another context or a changed text.
  core::Result<core::Secret> unwrap(std::string_view wrapped, std::string_view context) const;

 private:
  explicit KeyWrap(core::Secret key);
  core::Secret key_;  // 16 bytes for SM4
  core::ByteArray<4> id_{};
};

}  // namespace palmkey::platform
