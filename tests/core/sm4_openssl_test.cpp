// SM4 against OpenSSL with random keys and blocks.
#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <memory>

#include "core/sm4.hpp"
#include "tests/core/test_random.hpp"

namespace palmkey::core {
namespace {

TEST(Sm4, AgreesWithOpenssl) {
  testing::TestRandom random(20);
  for (int i = 0; i < 300; ++i) {
    const Bytes key = random.bytes(sm4_key_size);
    const Bytes plain = random.bytes(16 * 50);
    Bytes expected(plain.size());
    int size = 0;
    const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(EVP_CIPHER_CTX_new(),
                                                                                  EVP_CIPHER_CTX_free);
    ASSERT_EQ(EVP_EncryptInit_ex(context.get(), EVP_sm4_ecb(), nullptr, key.data(), nullptr), 1);
    ASSERT_EQ(EVP_EncryptUpdate(context.get(), expected.data(), &size, plain.data(),
                                static_cast<int>(plain.size())),
              1);
    const Sm4 cipher(key);
    Bytes encrypted = plain;
    cipher.encrypt_blocks(encrypted);
    ASSERT_EQ(encrypted, expected);
    const auto block = cipher.decrypt_block(ByteView(encrypted).first(16));
    ASSERT_TRUE(std::equal(block.begin(), block.end(), plain.begin()));
  }
}

}  // namespace
}  // namespace palmkey::core
