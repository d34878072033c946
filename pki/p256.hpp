// ECDSA on P-256 with SHA-256 (FIPS 186-4), in the raw forms of the Web Cryptography API: the keys that
// phones prove themselves with.
#pragma once

#include "core/bytes.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "pki/openssl_key.hpp"

namespace palmkey::pki {

inline constexpr std::size_t p256_point_size = 65;
inline constexpr std::size_t p256_signature_size = 64;

// Verifies r | s over `message` under the point 04 | X | Y. Error::malformed for another size,
// Error::not_on_curve for a point that is no key, Error::bad_signature if it does not hold.
core::Result<void> verify_p256(core::ByteView point65, core::ByteView message, core::ByteView signature64);

// A P-256 key pair held in a file or a database, for devices without a key store of their own. One thread at
// a time.
class P256Key {
 public:
  // Error::random_failed.
  static core::Result<P256Key> generate();
  // From what encode() gave. Error::malformed.
  static core::Result<P256Key> decode(core::ByteView pkcs8_der);
  // PKCS#8 DER.
  core::Result<core::Secret> encode() const;

  const core::ByteArray<p256_point_size>& public_key() const { return public_key_; }
  // r | s.
  core::Result<core::ByteArray<p256_signature_size>> sign(core::ByteView message) const;

 private:
  static core::Result<P256Key> from(OpenSslKey key);
  P256Key(OpenSslKey key, const core::ByteArray<p256_point_size>& public_key)
      : key_(std::move(key)), public_key_(public_key) {}
  OpenSslKey key_;
  core::ByteArray<p256_point_size> public_key_;
};

}  // namespace palmkey::pki
