// What OpenSSL does, as the other side of a benchmark. Contexts are set up before and reused, which is the
// fastest way that it offers.
#pragma once

#include "bench/benchmark.hpp"
#include "core/sm2/signature.hpp"

namespace palmkey::bench {

// ECDSA on P-256 over a digest of 32 bytes.
Side openssl_p256_sign();
Side openssl_p256_verify();

// SM2 public-key encryption of this plaintext, and its decryption with the same key.
Side openssl_sm2_encrypt(const core::sm2::PrivateKey& key, core::Bytes plaintext);
Side openssl_sm2_decrypt(const core::sm2::PrivateKey& key, const core::Bytes& plaintext);

// In bytes a second.
Side openssl_sm3(std::size_t size);
Side openssl_sm4_ctr(std::size_t size);

// PBKDF2 with HMAC-SM3, a key of 32 bytes.
Side openssl_pbkdf2_sm3(std::string password, core::Bytes salt, std::uint32_t iterations);

}  // namespace palmkey::bench
