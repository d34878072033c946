#include "bench/openssl_peers.hpp"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <memory>

namespace palmkey::bench {
namespace {

using core::Bytes;
using Key = std::shared_ptr<EVP_PKEY>;
using KeyContext = std::shared_ptr<EVP_PKEY_CTX>;

Key p256_key() {
  Key key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  require(key != nullptr, "OpenSSL P-256 key");
  return key;
}

KeyContext context_of(const Key& key, int (*initialise)(EVP_PKEY_CTX*), std::string_view step) {
  KeyContext context(EVP_PKEY_CTX_new(key.get(), nullptr), EVP_PKEY_CTX_free);
  require(context != nullptr && initialise(context.get()) == 1, step);
  return context;
}

// EVP_EC_gen("SM2") would make a key for ECDSA; only a key of type SM2 does SM2.
Key sm2_key(const core::sm2::PrivateKey& key) {
  const std::unique_ptr<OSSL_PARAM_BLD, decltype(&OSSL_PARAM_BLD_free)> builder(OSSL_PARAM_BLD_new(),
                                                                                OSSL_PARAM_BLD_free);
  const core::Secret d = key.encode();
  const auto point = key.public_key().encode();
  const std::unique_ptr<BIGNUM, decltype(&BN_free)> number(
      BN_bin2bn(d.view().data(), static_cast<int>(d.size()), nullptr), BN_free);
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "SM2", 0);
  OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
  OSSL_PARAM_BLD_push_BN_pad(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, number.get(), 32);
  const std::unique_ptr<OSSL_PARAM, decltype(&OSSL_PARAM_free)> parameters(
      OSSL_PARAM_BLD_to_param(builder.get()), OSSL_PARAM_free);
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "SM2", nullptr), EVP_PKEY_CTX_free);
  EVP_PKEY* made = nullptr;
  require(EVP_PKEY_fromdata_init(context.get()) == 1 &&
              EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_KEYPAIR, parameters.get()) == 1,
          "OpenSSL SM2 key");
  return {made, EVP_PKEY_free};
}

Bytes encrypt_once(EVP_PKEY_CTX* context, const Bytes& plaintext) {
  Bytes out(plaintext.size() + 200);
  std::size_t size = out.size();
  require(EVP_PKEY_encrypt(context, out.data(), &size, plaintext.data(), plaintext.size()) == 1,
          "OpenSSL SM2 encryption");
  out.resize(size);
  return out;
}

}  // namespace

Side openssl_p256_sign() {
  const Key key = p256_key();
  const KeyContext context = context_of(key, EVP_PKEY_sign_init, "OpenSSL P-256 sign");
  Bytes digest(32, 0x5a);
  return {"openssl_p256_sign", [context, digest] {
            core::ByteArray<80> out;
            std::size_t size = out.size();
            require(EVP_PKEY_sign(context.get(), out.data(), &size, digest.data(), digest.size()) == 1,
                    "OpenSSL P-256 sign");
          }};
}

Side openssl_p256_verify() {
  const Key key = p256_key();
  const KeyContext signing = context_of(key, EVP_PKEY_sign_init, "OpenSSL P-256 sign");
  const KeyContext context = context_of(key, EVP_PKEY_verify_init, "OpenSSL P-256 verify");
  Bytes digest(32, 0x5a);
  Bytes signature(80);
  std::size_t size = signature.size();
  require(EVP_PKEY_sign(signing.get(), signature.data(), &size, digest.data(), digest.size()) == 1,
          "OpenSSL P-256 sign");
  signature.resize(size);
  return {"openssl_p256_verify", [context, digest, signature] {
            require(EVP_PKEY_verify(context.get(), signature.data(), signature.size(), digest.data(),
                                    digest.size()) == 1,
                    "OpenSSL P-256 verify");
          }};
}

Side openssl_sm2_encrypt(const core::sm2::PrivateKey& key, Bytes plaintext) {
  const KeyContext context = context_of(sm2_key(key), EVP_PKEY_encrypt_init, "OpenSSL SM2 encryption");
  return {"openssl_sm2_encrypt",
          [context, plaintext = std::move(plaintext)] { encrypt_once(context.get(), plaintext); }};
}

Side openssl_sm2_decrypt(const core::sm2::PrivateKey& key, const Bytes& plaintext) {
  const Key openssl_key = sm2_key(key);
  const KeyContext encrypting = context_of(openssl_key, EVP_PKEY_encrypt_init, "OpenSSL SM2 encryption");
  const KeyContext context = context_of(openssl_key, EVP_PKEY_decrypt_init, "OpenSSL SM2 decryption");
  return {"openssl_sm2_decrypt", [context, ciphertext = encrypt_once(encrypting.get(), plaintext)] {
            Bytes out(ciphertext.size());
            std::size_t size = out.size();
            require(
                EVP_PKEY_decrypt(context.get(), out.data(), &size, ciphertext.data(), ciphertext.size()) == 1,
                "OpenSSL SM2 decryption");
          }};
}

Side openssl_sm3(std::size_t size) {
  const std::shared_ptr<EVP_MD> algorithm(EVP_MD_fetch(nullptr, "SM3", nullptr), EVP_MD_free);
  const std::shared_ptr<EVP_MD_CTX> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  return {"openssl_sm3",
          [algorithm, context, data = Bytes(size, 0x5a)] {
            core::ByteArray<32> out;
            require(EVP_DigestInit_ex(context.get(), algorithm.get(), nullptr) == 1 &&
                        EVP_DigestUpdate(context.get(), data.data(), data.size()) == 1 &&
                        EVP_DigestFinal_ex(context.get(), out.data(), nullptr) == 1,
                    "OpenSSL SM3");
          },
          static_cast<double>(size)};
}

Side openssl_sm4_ctr(std::size_t size) {
  const std::shared_ptr<EVP_CIPHER> algorithm(EVP_CIPHER_fetch(nullptr, "SM4-CTR", nullptr), EVP_CIPHER_free);
  const std::shared_ptr<EVP_CIPHER_CTX> context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  const core::ByteArray<16> key{1};
  const core::ByteArray<16> nonce{2};
  return {"openssl_sm4_ctr",
          [algorithm, context, key, nonce, data = Bytes(size, 0x5a), out = Bytes(size)]() mutable {
            int written = 0;
            require(
                EVP_EncryptInit_ex2(context.get(), algorithm.get(), key.data(), nonce.data(), nullptr) == 1 &&
                    EVP_EncryptUpdate(context.get(), out.data(), &written, data.data(),
                                      static_cast<int>(data.size())) == 1,
                "OpenSSL SM4-CTR");
          },
          static_cast<double>(size)};
}

Side openssl_pbkdf2_sm3(std::string password, Bytes salt, std::uint32_t iterations) {
  return {"openssl_pbkdf2_sm3", [password = std::move(password), salt = std::move(salt), iterations] {
            core::ByteArray<32> key;
            require(PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()), salt.data(),
                                      static_cast<int>(salt.size()), static_cast<int>(iterations), EVP_sm3(),
                                      static_cast<int>(key.size()), key.data()) == 1,
                    "OpenSSL PBKDF2");
          }};
}

}  // namespace palmkey::bench
