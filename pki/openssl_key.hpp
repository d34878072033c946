// Private keys that OpenSSL works with: ownership, PKCS#8, and signatures with SHA-256. OpenSSL's own headers
// stay in .cpp files.
#pragma once

#include <memory>

#include "core/bytes.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"

struct evp_pkey_st;

namespace palmkey::pki {

struct OpenSslKeyFree {
  void operator()(evp_pkey_st* key) const noexcept;
};
using OpenSslKey = std::unique_ptr<evp_pkey_st, OpenSslKeyFree>;

// Error::random_failed.
core::Result<OpenSslKey> generate_p256();
core::Result<OpenSslKey> generate_rsa_2048();

core::Result<core::Secret> encode_pkcs8(evp_pkey_st* key);
// One private key and nothing after it; Error::malformed.
core::Result<OpenSslKey> decode_pkcs8(core::ByteView der);

bool is_p256(evp_pkey_st* key);
bool is_rsa(evp_pkey_st* key);

// The point 04 | X | Y of a key on P-256; Error::unsupported for another key.
core::Result<core::ByteArray<65>> p256_point(evp_pkey_st* key);

// r | s, ECDSA on P-256 with SHA-256.
core::Result<core::ByteArray<64>> sign_p256(evp_pkey_st* key, core::ByteView message);
// RSASSA-PKCS1-v1_5 with SHA-256.
core::Result<core::Bytes> sign_rsa(evp_pkey_st* key, core::ByteView message);

}  // namespace palmkey::pki
