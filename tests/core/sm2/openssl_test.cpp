// SM2 against OpenSSL, both ways, with random keys and messages.
#include <gtest/gtest.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <memory>

#include "core/sm2/encryption.hpp"
#include "core/sm2/signature.hpp"
#include "tests/core/sm2/openssl_curve.hpp"
#include "tests/core/test_random.hpp"

namespace palmkey::core::sm2 {
namespace {

using testing::OpensslCurve;
using testing::TestRandom;
using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)>;

// EVP_EC_gen("SM2") would make a key for ECDSA; only a key of type SM2 does SM2.
Key openssl_key(const PrivateKey& key) {
  const std::unique_ptr<OSSL_PARAM_BLD, decltype(&OSSL_PARAM_BLD_free)> builder(OSSL_PARAM_BLD_new(),
                                                                                OSSL_PARAM_BLD_free);
  const Secret d = key.encode();
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
  EXPECT_EQ(EVP_PKEY_fromdata_init(context.get()), 1);
  EXPECT_EQ(EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_KEYPAIR, parameters.get()), 1);
  return {made, EVP_PKEY_free};
}

// A digest context with the identity set, which has to be done before initialising: OpenSSL's default
// identity is the empty one.
struct DigestContext {
  DigestContext(EVP_PKEY* key, std::string_view identity)
      : digest(EVP_MD_CTX_new(), EVP_MD_CTX_free),
        context(EVP_PKEY_CTX_new(key, nullptr), EVP_PKEY_CTX_free) {
    EXPECT_GT(EVP_PKEY_CTX_set1_id(context.get(), identity.data(), static_cast<int>(identity.size())), 0);
    EVP_MD_CTX_set_pkey_ctx(digest.get(), context.get());
  }
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest;
  KeyContext context;
};

bool openssl_verifies(EVP_PKEY* key, std::string_view identity, const Bytes& message, const Bytes& der) {
  const DigestContext context(key, identity);
  EXPECT_EQ(EVP_DigestVerifyInit(context.digest.get(), nullptr, EVP_sm3(), nullptr, key), 1);
  return EVP_DigestVerify(context.digest.get(), der.data(), der.size(), message.data(), message.size()) == 1;
}

Bytes openssl_sign(EVP_PKEY* key, std::string_view identity, const Bytes& message) {
  const DigestContext context(key, identity);
  EXPECT_EQ(EVP_DigestSignInit(context.digest.get(), nullptr, EVP_sm3(), nullptr, key), 1);
  Bytes der(128);
  std::size_t size = der.size();
  EXPECT_EQ(EVP_DigestSign(context.digest.get(), der.data(), &size, message.data(), message.size()), 1);
  der.resize(size);
  return der;
}

Bytes openssl_encrypt(EVP_PKEY* key, const Bytes& plaintext) {
  const KeyContext context(EVP_PKEY_CTX_new(key, nullptr), EVP_PKEY_CTX_free);
  EXPECT_EQ(EVP_PKEY_encrypt_init(context.get()), 1);
  Bytes der(plaintext.size() + 200);
  std::size_t size = der.size();
  EXPECT_EQ(EVP_PKEY_encrypt(context.get(), der.data(), &size, plaintext.data(), plaintext.size()), 1);
  der.resize(size);
  return der;
}

Bytes openssl_decrypt(EVP_PKEY* key, const Bytes& der) {
  const KeyContext context(EVP_PKEY_CTX_new(key, nullptr), EVP_PKEY_CTX_free);
  EXPECT_EQ(EVP_PKEY_decrypt_init(context.get()), 1);
  Bytes plaintext(der.size());
  std::size_t size = plaintext.size();
  EXPECT_EQ(EVP_PKEY_decrypt(context.get(), plaintext.data(), &size, der.data(), der.size()), 1);
  plaintext.resize(size);
  return plaintext;
}

std::string_view identity_of(int round) {
  return round % 2 == 0 ? default_identity : std::string_view("sm2test@example.com");
}

TEST(Sm2AndOpenssl, OpensslVerifiesOurSignatures) {
  TestRandom random(30);
  for (int i = 0; i < 1000; ++i) {
    const PrivateKey key = *PrivateKey::generate(random);
    const Key other = openssl_key(key);
    Bytes message = random.bytes(1 + static_cast<std::size_t>(i) % 200);
    const auto signature = key.sign(message, random, identity_of(i));
    ASSERT_TRUE(signature);
    ASSERT_TRUE(openssl_verifies(other.get(), identity_of(i), message, encode_der(*signature)));
    message[0] ^= 1;
    ASSERT_FALSE(openssl_verifies(other.get(), identity_of(i), message, encode_der(*signature)));
  }
}

TEST(Sm2AndOpenssl, WeVerifyOpensslsSignatures) {
  TestRandom random(31);
  for (int i = 0; i < 1000; ++i) {
    const PrivateKey key = *PrivateKey::generate(random);
    const Key other = openssl_key(key);
    Bytes message = random.bytes(1 + static_cast<std::size_t>(i) % 200);
    const auto signature = decode_der(openssl_sign(other.get(), identity_of(i), message));
    ASSERT_TRUE(signature);
    ASSERT_TRUE(verify(key.public_key(), message, *signature, identity_of(i)));
    message[0] ^= 1;
    ASSERT_EQ(verify(key.public_key(), message, *signature, identity_of(i)).error(), Error::bad_signature);
  }
}

TEST(Sm2AndOpenssl, OpensslDecryptsOurCiphertexts) {
  TestRandom random(32);
  for (int i = 0; i < 500; ++i) {
    const PrivateKey key = *PrivateKey::generate(random);
    const Bytes plaintext = random.bytes(1 + static_cast<std::size_t>(i) % 300);
    const auto encrypted = encrypt(key.public_key(), plaintext, random);
    ASSERT_TRUE(encrypted);
    ASSERT_EQ(openssl_decrypt(openssl_key(key).get(), encode_der(*encrypted)), plaintext);
  }
}

TEST(Sm2AndOpenssl, WeDecryptOpensslsCiphertexts) {
  TestRandom random(33);
  for (int i = 0; i < 500; ++i) {
    const PrivateKey key = *PrivateKey::generate(random);
    const Bytes plaintext = random.bytes(1 + static_cast<std::size_t>(i) % 300);
    const auto ciphertext = decode_cipher_der(openssl_encrypt(openssl_key(key).get(), plaintext));
    ASSERT_TRUE(ciphertext);
    const auto decrypted = decrypt(key, *ciphertext);
    ASSERT_TRUE(decrypted);
    ASSERT_EQ(to_hex(decrypted->view()), to_hex(plaintext));
  }
}

TEST(Sm2AndOpenssl, PointsAgree) {
  TestRandom random(34);
  const OpensslCurve curve;
  Point p = Point::base();
  for (int i = 0; i < 1000; ++i) {
    const Scalar a = *Scalar::random(random);
    const Scalar b = *Scalar::random(random);
    const Point base_product = *multiply_base(a);
    const Point product = *multiply(b, p);
    const Scalar zero;
    ASSERT_EQ(to_hex(base_product.encode()), to_hex(curve.multiply(a, zero, p)));
    ASSERT_EQ(to_hex(product.encode()), to_hex(curve.multiply(zero, b, p)));
    const std::string sum = to_hex(curve.multiply(a, b, p));
    ASSERT_EQ(to_hex(add(base_product, product)->encode()), sum);
    ASSERT_EQ(to_hex(multiply_base_add(a, b, p)->encode()), sum);
    ASSERT_EQ(to_hex(multiply_base_add_public(a, b, p)->encode()), sum);
    ASSERT_EQ(to_hex(add(p, p)->encode()), to_hex(curve.add(p, p)));
    p = product;
  }
}

}  // namespace
}  // namespace palmkey::core::sm2
