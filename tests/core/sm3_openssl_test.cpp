// SM3 and what is built on it, against OpenSSL with random inputs.
#include <gtest/gtest.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <algorithm>
#include <memory>

#include "core/processor.hpp"
#include "core/sm2/signature.hpp"
#include "core/sm3.hpp"
#include "tests/core/test_random.hpp"
#include "tests/core/test_rounds.hpp"

namespace palmkey::core {
namespace {

using testing::TestRandom;

Bytes openssl_sm3(ByteView data) {
  Bytes digest(32);
  EXPECT_EQ(EVP_Digest(data.data(), data.size(), digest.data(), nullptr, EVP_sm3(), nullptr), 1);
  return digest;
}

Bytes openssl_hmac(const Bytes& key, const Bytes& data) {
  Bytes mac(32);
  unsigned size = 0;
  EXPECT_NE(
      HMAC(EVP_sm3(), key.data(), static_cast<int>(key.size()), data.data(), data.size(), mac.data(), &size),
      nullptr);
  return mac;
}

Bytes openssl_hkdf(Bytes salt, Bytes key, Bytes info, std::size_t size) {
  const std::unique_ptr<EVP_KDF, decltype(&EVP_KDF_free)> kdf(EVP_KDF_fetch(nullptr, "HKDF", nullptr),
                                                              EVP_KDF_free);
  const std::unique_ptr<EVP_KDF_CTX, decltype(&EVP_KDF_CTX_free)> context(EVP_KDF_CTX_new(kdf.get()),
                                                                          EVP_KDF_CTX_free);
  char digest[] = "SM3";
  const OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, salt.data(), salt.size()),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, key.data(), key.size()),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info.data(), info.size()),
      OSSL_PARAM_construct_end()};
  Bytes out(size);
  EXPECT_EQ(EVP_KDF_derive(context.get(), out.data(), out.size(), parameters), 1);
  return out;
}

TEST(Sm3, AgreesWithOpensslAtEveryLength) {
  TestRandom random(10);
  for (std::size_t size = 0; size < 400; ++size) {
    const Bytes data = random.bytes(size);
    ASSERT_EQ(to_hex(sm3(data)), to_hex(openssl_sm3(data))) << size;
  }
}

// The message in pieces of random sizes, among them none and several groups of blocks.
Digest sm3_in_pieces(ByteView data, TestRandom& random) {
  Sm3 hash;
  while (!data.empty()) {
    const Bytes dice = random.bytes(3);
    const std::size_t wanted = dice[0] % 4 == 0 ? dice[1] : dice[1] * std::size_t{dice[2]} / 4;
    const ByteView piece = data.first(std::min(data.size(), wanted));
    hash.update(piece);
    data = data.subspan(piece.size());
  }
  return hash.finish();
}

void compare_with_openssl(std::uint64_t seed) {
  TestRandom random(seed);
  for (int round = 0; round < testing::rounds(); ++round) {
    const Bytes dice = random.bytes(2);
    // Mostly short, now and then some groups of sixteen blocks.
    const std::size_t limit = round % 16 == 0 ? 9000 : 700;
    const Bytes data = random.bytes((dice[0] * 256u + dice[1]) % limit);
    const auto expected = to_hex(openssl_sm3(data));
    ASSERT_EQ(to_hex(sm3(data)), expected) << data.size();
    ASSERT_EQ(to_hex(sm3_in_pieces(data, random)), expected) << data.size();
  }
}

TEST(Sm3, AgreesWithOpensslOnTheFastestPath) {
  compare_with_openssl(14);
}

TEST(Sm3, AgreesWithOpensslOnThePortablePath) {
  const ProcessorWithout without(processor::avx512);
  compare_with_openssl(15);
}

TEST(HmacSm3, AgreesWithOpensslForKeysOfEveryLength) {
  TestRandom random(11);
  for (std::size_t size = 1; size < 200; ++size) {
    const Bytes key = random.bytes(size);
    const Bytes data = random.bytes(3 * size);
    ASSERT_EQ(to_hex(hmac_sm3(key, data)), to_hex(openssl_hmac(key, data))) << size;
  }
}

// A key is filled up with zeros to the size of a block.
TEST(HmacSm3, EmptyKeyIsAKeyOfZeros) {
  EXPECT_EQ(to_hex(hmac_sm3({}, as_bytes("data"))), to_hex(openssl_hmac({0}, {'d', 'a', 't', 'a'})));
}

TEST(HkdfSm3, AgreesWithOpenssl) {
  TestRandom random(12);
  for (std::size_t size = 1; size < 255 * 32; size += 1 + size / 4) {
    const Bytes salt = random.bytes(1 + size % 70);
    const Bytes key = random.bytes(1 + size % 100);
    const Bytes info = random.bytes(1 + size % 50);
    ASSERT_EQ(to_hex(hkdf_sm3(salt, key, info, size).view()), to_hex(openssl_hkdf(salt, key, info, size)));
  }
  const Bytes key = random.bytes(32);
  EXPECT_EQ(hkdf_sm3({}, key, as_bytes("info"), 255 * 32).size(), 255u * 32);
  EXPECT_TRUE(hkdf_sm3({}, key, {}, 0).empty());
}

TEST(Pbkdf2Sm3, AgreesWithOpenssl) {
  TestRandom random(13);
  for (const int iterations : {1, 2, 3, 100, 1000}) {
    for (const std::size_t size : {1, 31, 32, 33, 64, 100}) {
      const Bytes password = random.bytes(size % 70);
      const Bytes salt = random.bytes(16);
      Bytes expected(size);
      ASSERT_EQ(
          PKCS5_PBKDF2_HMAC(reinterpret_cast<const char*>(password.data()), static_cast<int>(password.size()),
                            salt.data(), static_cast<int>(salt.size()), iterations, EVP_sm3(),
                            static_cast<int>(size), expected.data()),
          1);
      ASSERT_EQ(to_hex(pbkdf2_sm3(password, salt, static_cast<std::uint32_t>(iterations), size).view()),
                to_hex(expected));
    }
  }
}

TEST(Sm2NonceOpenssl, IsMadeByHmacUnderRandomnessAndTheSecret) {
  testing::StuckRandom stuck(0x5a);
  TestRandom random(11);
  const sm2::Scalar secret = *sm2::Scalar::random(random);
  const std::string_view label = "nonce of PalmKey";
  Bytes key(32, 0x5a);
  const Secret encoded = secret.encode();
  key.insert(key.end(), encoded.view().begin(), encoded.view().end());
  for (const std::size_t size : {0, 32, 64, 200}) {
    const Bytes message(size, 0xe1);
    Bytes output;
    for (const std::uint8_t counter : {1, 2}) {
      Bytes data(label.begin(), label.end());
      data.insert(data.end(), message.begin(), message.end());
      data.push_back(counter);
      const Bytes mac = openssl_hmac(key, data);
      output.insert(output.end(), mac.begin(), mac.end());
    }
    output.resize(48);
    EXPECT_TRUE(sm2::hedged_nonce(stuck, secret, message)->equals(sm2::Scalar::reduce(output)));
  }
}

}  // namespace
}  // namespace palmkey::core
