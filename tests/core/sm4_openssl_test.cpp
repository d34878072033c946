// SM4 and its GCM on every path, against OpenSSL and against each other, with random inputs. OpenSSL 3.0 has
// no SM4-GCM: its counter mode is the cipher's half, and the other half, GHASH, is compared between the paths
// and, for AES, which shares it, with OpenSSL's GMAC.
#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <algorithm>
#include <memory>

#include "core/ghash.hpp"
#include "core/processor.hpp"
#include "core/sm4.hpp"
#include "core/sm4_paths.hpp"
#include "tests/core/test_random.hpp"
#include "tests/core/test_rounds.hpp"

namespace palmkey::core {
namespace {

using testing::TestRandom;

using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

Bytes openssl_encrypt(const EVP_CIPHER* cipher, const Bytes& key, const Bytes& iv, const Bytes& plain) {
  Bytes encrypted(plain.size());
  int size = 0;
  const Context context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  EXPECT_EQ(EVP_EncryptInit_ex(context.get(), cipher, nullptr, key.data(), iv.data()), 1);
  EXPECT_EQ(EVP_CIPHER_CTX_set_padding(context.get(), 0), 1);
  EXPECT_EQ(
      EVP_EncryptUpdate(context.get(), encrypted.data(), &size, plain.data(), static_cast<int>(plain.size())),
      1);
  return encrypted;
}

// The tag of AES-128-GCM with nothing encrypted.
Bytes openssl_gmac(const Bytes& key, const Bytes& nonce, const Bytes& data) {
  Bytes tag(16);
  int size = 0;
  const Context context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  EXPECT_EQ(EVP_EncryptInit_ex(context.get(), EVP_aes_128_gcm(), nullptr, key.data(), nonce.data()), 1);
  EXPECT_EQ(EVP_EncryptUpdate(context.get(), nullptr, &size, data.data(), static_cast<int>(data.size())), 1);
  EXPECT_EQ(EVP_EncryptFinal_ex(context.get(), tag.data(), &size), 1);
  EXPECT_EQ(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, 16, tag.data()), 1);
  return tag;
}

// A path of SM4 and GHASH is what is left when others are hidden. On a processor without the first, the next
// is tested twice.
struct Path {
  std::string name;
  ProcessorFeatures hidden;
};

class EveryPath : public ::testing::TestWithParam<Path> {
 protected:
  EveryPath() : without_(GetParam().hidden) {}

 private:
  ProcessorWithout without_;
};

INSTANTIATE_TEST_SUITE_P(Sm4, EveryPath,
                         ::testing::Values(Path{"Gfni", 0}, Path{"AesNi", processor::gfni},
                                           Path{"Bitsliced",
                                                processor::gfni | processor::aes | processor::pclmul}),
                         [](const auto& path) { return path.param.name; });

TEST_P(EveryPath, EncryptsEveryByteValueAsOpensslDoes) {
  // Each value in each byte of a block.
  TestRandom random(20);
  const Bytes key = random.bytes(sm4_key_size);
  const Sm4 cipher(key);
  Bytes plain(256 * 16);
  for (std::size_t i = 0; i < plain.size(); ++i) plain[i] = static_cast<std::uint8_t>(i / 16);
  Bytes encrypted = plain;
  cipher.encrypt_blocks(encrypted);
  EXPECT_EQ(encrypted, openssl_encrypt(EVP_sm4_ecb(), key, {}, plain));
}

TEST_P(EveryPath, EncryptsBlocksAsOpensslDoes) {
  TestRandom random(21);
  for (int round = 0; round < testing::rounds(); ++round) {
    const Bytes key = random.bytes(sm4_key_size);
    const Bytes plain = random.bytes(16 * (1 + static_cast<std::size_t>(round) % 80));
    const Sm4 cipher(key);
    Bytes encrypted = plain;
    cipher.encrypt_blocks(encrypted);
    ASSERT_EQ(encrypted, openssl_encrypt(EVP_sm4_ecb(), key, {}, plain)) << round;
    const auto block = cipher.decrypt_block(ByteView(encrypted).first(16));
    ASSERT_TRUE(std::equal(block.begin(), block.end(), plain.begin())) << round;
  }
}

TEST_P(EveryPath, SealsAsOpensslCounts) {
  TestRandom random(22);
  for (int round = 0; round < testing::rounds(); ++round) {
    const Bytes key = random.bytes(sm4_key_size);
    const Bytes nonce = random.bytes(gcm_nonce_size);
    const Bytes dice = random.bytes(3);
    const std::size_t limit = round % 16 == 0 ? 5000 : 300;
    const Bytes plain = random.bytes((dice[0] * 256u + dice[1]) % limit);
    const Bytes associated = random.bytes(dice[2] % 90);
    const Bytes sealed = sm4_gcm_seal(key, nonce, associated, plain);
    Bytes second_counter = nonce;
    second_counter.insert(second_counter.end(), {0, 0, 0, 2});
    const Bytes expected = openssl_encrypt(EVP_sm4_ctr(), key, second_counter, plain);
    ASSERT_TRUE(std::equal(expected.begin(), expected.end(), sealed.begin())) << round;
    const auto opened = sm4_gcm_open(key, nonce, associated, sealed);
    ASSERT_TRUE(opened) << round;
    ASSERT_EQ(to_hex(opened->view()), to_hex(plain)) << round;
  }
}

TEST_P(EveryPath, HashesAsOpensslsGmac) {
  TestRandom random(23);
  for (int round = 0; round < testing::rounds(); ++round) {
    const Bytes key = random.bytes(16);
    Bytes nonce = random.bytes(12);
    const Bytes data = random.bytes(static_cast<std::size_t>(round) % 400);
    const Bytes hash_key = openssl_encrypt(EVP_aes_128_ecb(), key, {}, Bytes(16));
    const Bytes tag = openssl_gmac(key, nonce, data);
    ByteArray<16> h;
    std::copy(hash_key.begin(), hash_key.end(), h.begin());
    Ghash ghash(h);
    const std::size_t whole = data.size() / 32 * 16;
    ghash.update(ByteView(data).first(whole));
    ghash.update(ByteView(data).subspan(whole));
    ghash.update_lengths(data.size(), 0);
    nonce.insert(nonce.end(), {0, 0, 0, 1});
    Bytes expected = openssl_encrypt(EVP_aes_128_ecb(), key, {}, nonce);
    for (std::size_t i = 0; i < expected.size(); ++i) expected[i] ^= tag[i];
    ASSERT_EQ(to_hex(ghash.value()), to_hex(expected)) << round;
  }
}

TEST_P(EveryPath, SealsWhatTheBitslicedPathOpens) {
  TestRandom random(24);
  for (int round = 0; round < testing::rounds(); ++round) {
    const Bytes key = random.bytes(sm4_key_size);
    const Bytes nonce = random.bytes(gcm_nonce_size);
    const Bytes plain = random.bytes(static_cast<std::size_t>(round) % 1500);
    const Bytes sealed = sm4_gcm_seal(key, nonce, key, plain);
    const ProcessorWithout without(processor::gfni | processor::aes | processor::pclmul);
    const auto opened = sm4_gcm_open(key, nonce, key, sealed);
    ASSERT_TRUE(opened) << round;
    ASSERT_EQ(to_hex(opened->view()), to_hex(plain)) << round;
  }
}

TEST_P(EveryPath, RefusesAnyChangedBit) {
  TestRandom random(25);
  const Bytes key = random.bytes(sm4_key_size);
  const Bytes nonce = random.bytes(gcm_nonce_size);
  const Bytes sealed = sm4_gcm_seal(key, nonce, {}, random.bytes(83));
  ASSERT_TRUE(sm4_gcm_open(key, nonce, {}, sealed));
  for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    Bytes changed = sealed;
    changed[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
    ASSERT_EQ(sm4_gcm_open(key, nonce, {}, changed).error(), Error::decryption_failed) << bit;
  }
}

}  // namespace
}  // namespace palmkey::core
