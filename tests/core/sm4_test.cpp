#include "core/sm4.hpp"

#include <gtest/gtest.h>

#include "tests/core/test_random.hpp"

namespace palmkey::core {
namespace {

using testing::bytes;

// GB/T 32907, annex A.1.
constexpr std::string_view standard_key = "0123456789abcdeffedcba9876543210";

TEST(Sm4, EncryptsTheStandardsBlock) {
  const Sm4 cipher(bytes(standard_key));
  const auto block = cipher.encrypt_block(bytes(standard_key));
  EXPECT_EQ(to_hex(block), "681edf34d206965e86b3e94f536e4246");
  EXPECT_EQ(to_hex(cipher.decrypt_block(block)), standard_key);
}

TEST(Sm4, EncryptsManyBlocksAsItDoesEach) {
  testing::TestRandom random(1);
  const Sm4 cipher(random.bytes(sm4_key_size));
  for (std::size_t count = 0; count < 40; ++count) {
    const Bytes plain = random.bytes(16 * count);
    Bytes encrypted = plain;
    cipher.encrypt_blocks(encrypted);
    for (std::size_t i = 0; i < count; ++i) {
      const auto block = cipher.encrypt_block(ByteView(plain).subspan(16 * i, 16));
      ASSERT_TRUE(std::equal(block.begin(), block.end(), encrypted.begin() + static_cast<long>(16 * i)));
    }
  }
}

// RFC 8998, A.1.
struct Sm4Gcm : ::testing::Test {
  Bytes key = bytes(standard_key);
  Bytes nonce = bytes("00001234567800000000ABCD");
  Bytes associated = bytes("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2");
  Bytes plaintext = bytes(
      "AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDD"
      "EEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFEEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA");
  Bytes sealed = bytes(
      "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
      "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
      "83DE3541E4C2B58177E065A9BF7B62EC");
};

TEST_F(Sm4Gcm, SealsAsTheRfcDoes) {
  EXPECT_EQ(sm4_gcm_seal(key, nonce, associated, plaintext), sealed);
}

TEST_F(Sm4Gcm, OpensWhatTheRfcSealed) {
  const auto opened = sm4_gcm_open(key, nonce, associated, sealed);
  ASSERT_TRUE(opened);
  EXPECT_EQ(to_hex(opened->view()), to_hex(plaintext));
}

TEST_F(Sm4Gcm, RefusesAnyChangedBit) {
  for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    Bytes changed = sealed;
    changed[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
    ASSERT_EQ(sm4_gcm_open(key, nonce, associated, changed).error(), Error::decryption_failed) << bit;
  }
}

TEST_F(Sm4Gcm, RefusesOtherAssociatedDataNonceOrKey) {
  EXPECT_EQ(sm4_gcm_open(key, nonce, {}, sealed).error(), Error::decryption_failed);
  associated.back() ^= 1;
  EXPECT_EQ(sm4_gcm_open(key, nonce, associated, sealed).error(), Error::decryption_failed);
  associated.back() ^= 1;
  nonce.front() ^= 1;
  EXPECT_EQ(sm4_gcm_open(key, nonce, associated, sealed).error(), Error::decryption_failed);
  nonce.front() ^= 1;
  key.front() ^= 1;
  EXPECT_EQ(sm4_gcm_open(key, nonce, associated, sealed).error(), Error::decryption_failed);
}

TEST_F(Sm4Gcm, RefusesWhatIsShorterThanATagOrCut) {
  for (std::size_t size = 0; size < sealed.size(); ++size) {
    ASSERT_EQ(sm4_gcm_open(key, nonce, associated, ByteView(sealed).first(size)).error(),
              Error::decryption_failed);
  }
}

TEST_F(Sm4Gcm, OpensWhatItSealedAtEveryLength) {
  testing::TestRandom random(2);
  for (std::size_t size = 0; size < 600; size += 1 + size / 20) {
    const Bytes text = random.bytes(size);
    const Bytes header = random.bytes(size % 40);
    const Bytes message = sm4_gcm_seal(key, nonce, header, text);
    ASSERT_EQ(message.size(), size + gcm_tag_size);
    const auto opened = sm4_gcm_open(key, nonce, header, message);
    ASSERT_TRUE(opened);
    EXPECT_EQ(to_hex(opened->view()), to_hex(text));
  }
}

}  // namespace
}  // namespace palmkey::core
