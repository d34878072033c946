#include "core/sm2/encryption.hpp"

#include <gtest/gtest.h>

#include "tests/core/test_random.hpp"

namespace palmkey::core::sm2 {
namespace {

using testing::bytes;
using testing::TestRandom;

// GB/T 32918.5, annex C.
constexpr std::string_view standard_key = "3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8";
constexpr std::string_view standard_nonce =
    "59276E27D506861A16680F3AD9C02DCCEF3CC1FA3CDBE4CE6D54B80DEAC1BC21";
constexpr std::string_view standard_plaintext = "encryption standard";
constexpr std::string_view standard_der =
    "307c022004ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73022100e858f9d81e5430a57b36daab8f"
    "950a3c64e6ee6a63094d99283aff767e124df0042059983c18f809e262923c53aec295d30383b54e39d609d160afcb1908d0bd87"
    "66041321886ca989ca9c7d58087307ca93092d651efa";
constexpr std::string_view standard_raw =
    "0404ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73e858f9d81e5430a57b36daab8f950a3c64e6ee"
    "6a63094d99283aff767e124df059983c18f809e262923c53aec295d30383b54e39d609d160afcb1908d0bd876621886ca989ca9c"
    "7d58087307ca93092d651efa";

// Gives the standard's nonce, so that encryption can be held against the standard's ciphertext.
class StandardRandom final : public Random {
 public:
  Result<void> fill(MutableByteView out) override {
    std::ranges::copy(bytes(standard_nonce), out.begin());
    return {};
  }
};

PrivateKey key() {
  return *PrivateKey::decode(bytes(standard_key));
}

Ciphertext ciphertext() {
  return *decode_cipher_der(bytes(standard_der));
}

TEST(Sm2Encryption, EncryptsAsTheStandardDoes) {
  StandardRandom random;
  const auto encrypted = encrypt(key().public_key(), as_bytes(standard_plaintext), random);
  ASSERT_TRUE(encrypted);
  EXPECT_EQ(to_hex(encode_der(*encrypted)), standard_der);
  EXPECT_EQ(to_hex(encode_raw(*encrypted)), standard_raw);
}

TEST(Sm2Encryption, DecryptsTheStandardsCiphertextInBothForms) {
  const auto from_der = decrypt(key(), ciphertext());
  ASSERT_TRUE(from_der);
  EXPECT_EQ(as_text(from_der->view()), standard_plaintext);
  const auto from_raw = decrypt(key(), *decode_cipher_raw(bytes(standard_raw)));
  ASSERT_TRUE(from_raw);
  EXPECT_EQ(as_text(from_raw->view()), standard_plaintext);
}

TEST(Sm2Encryption, RefusesAnEmptyPlaintext) {
  TestRandom random(1);
  EXPECT_EQ(encrypt(key().public_key(), {}, random).error(), Error::malformed);
}

TEST(Sm2Encryption, ReportsABrokenRandomSource) {
  testing::FailingRandom failing;
  EXPECT_EQ(encrypt(key().public_key(), as_bytes("text"), failing).error(), Error::random_failed);
  testing::StuckRandom zeros(0);
  EXPECT_EQ(encrypt(key().public_key(), as_bytes("text"), zeros).error(), Error::random_failed);
}

// One byte of plaintext is where an all-zero key stream, which the standard forbids, really turns up.
TEST(Sm2Encryption, NeverLeavesASingleByteInTheClear) {
  TestRandom random(2);
  const PrivateKey receiver = key();
  for (int i = 0; i < 1000; ++i) {
    const Bytes plaintext = {0x5a};
    const auto encrypted = encrypt(receiver.public_key(), plaintext, random);
    ASSERT_TRUE(encrypted);
    ASSERT_NE(encrypted->c2, plaintext);
    const auto decrypted = decrypt(receiver, *encrypted);
    ASSERT_TRUE(decrypted);
    ASSERT_EQ(to_hex(decrypted->view()), "5a");
  }
}

TEST(Sm2Encryption, RefusesAnyChangeWithOneError) {
  const PrivateKey receiver = key();
  for (std::size_t i = 0; i < 32; ++i) {
    Ciphertext changed = ciphertext();
    changed.c3[i] ^= 1;
    EXPECT_EQ(decrypt(receiver, changed).error(), Error::decryption_failed);
  }
  for (std::size_t i = 0; i < standard_plaintext.size(); ++i) {
    Ciphertext changed = ciphertext();
    changed.c2[i] ^= 0x80;
    EXPECT_EQ(decrypt(receiver, changed).error(), Error::decryption_failed);
  }
  Ciphertext other_point = ciphertext();
  other_point.c1 = other_point.c1.negate();
  EXPECT_EQ(decrypt(receiver, other_point).error(), Error::decryption_failed);
  Ciphertext longer = ciphertext();
  longer.c2.push_back(0);
  EXPECT_EQ(decrypt(receiver, longer).error(), Error::decryption_failed);
  Ciphertext empty = ciphertext();
  empty.c2.clear();
  EXPECT_EQ(decrypt(receiver, empty).error(), Error::decryption_failed);
}

TEST(Sm2Encryption, RefusesAnotherKey) {
  TestRandom random(3);
  EXPECT_EQ(decrypt(*PrivateKey::generate(random), ciphertext()).error(), Error::decryption_failed);
}

TEST(Sm2Encryption, OpensWithThePointFromTwoShares) {
  TestRandom random(4);
  const PrivateKey whole = key();
  const Scalar u1 = *Scalar::random(random);
  const Scalar u2 = whole.scalar() - u1;
  const Ciphertext sent = ciphertext();
  const auto shared = add(*multiply(u1, sent.c1), *multiply(u2, sent.c1));
  ASSERT_TRUE(shared);
  const auto opened = open_with_shared_point(*shared, sent);
  ASSERT_TRUE(opened);
  EXPECT_EQ(as_text(opened->view()), standard_plaintext);
  EXPECT_EQ(open_with_shared_point(*multiply(u1, sent.c1), sent).error(), Error::decryption_failed);
}

TEST(Sm2Cipher, KeepsLeadingZerosOfTheTextAndDropsThoseOfCoordinates) {
  TestRandom random(5);
  const PrivateKey receiver = key();
  bool short_coordinate_seen = false;
  for (int i = 0; i < 600; ++i) {
    const auto encrypted = encrypt(receiver.public_key(), as_bytes("text"), random);
    ASSERT_TRUE(encrypted);
    const Bytes der = encode_der(*encrypted);
    if (encrypted->c1.x()[0] == 0) {
      short_coordinate_seen = true;
      EXPECT_EQ(der[3], encrypted->c1.x()[1] < 0x80 ? 31 : 32);
    }
    const auto decoded = decode_cipher_der(der);
    ASSERT_TRUE(decoded);
    ASSERT_EQ(encode_raw(*decoded), encode_raw(*encrypted));
  }
  EXPECT_TRUE(short_coordinate_seen);
}

TEST(Sm2Cipher, RefusesMalformedDer) {
  const Bytes good = bytes(standard_der);
  for (std::size_t size = 0; size < good.size(); ++size) {
    EXPECT_EQ(decode_cipher_der(ByteView(good).first(size)).error(), Error::malformed);
  }
  Bytes trailing = good;
  trailing.push_back(0);
  EXPECT_EQ(decode_cipher_der(trailing).error(), Error::malformed);
  // X with a needless leading zero.
  EXPECT_EQ(decode_cipher_der(bytes("307d022100" + std::string(standard_der.substr(8)))).error(),
            Error::malformed);
  // A hash of 31 bytes, then an empty text.
  const std::string xy(standard_der.substr(4, 138));
  EXPECT_EQ(decode_cipher_der(bytes("306a" + xy + "041f" + std::string(62, '0') + "040100")).error(),
            Error::malformed);
  EXPECT_EQ(decode_cipher_der(bytes("3069" + xy + "0420" + std::string(64, '0') + "0400")).error(),
            Error::malformed);
}

TEST(Sm2Cipher, RefusesPointsOffTheCurve) {
  Bytes der = bytes(standard_der);
  der[10] ^= 1;  // in X
  EXPECT_EQ(decode_cipher_der(der).error(), Error::not_on_curve);
  Bytes raw = bytes(standard_raw);
  raw[10] ^= 1;
  EXPECT_EQ(decode_cipher_raw(raw).error(), Error::not_on_curve);
}

TEST(Sm2Cipher, RefusesRawFormsThatAreTooShortOrOfAnotherKind) {
  const Bytes good = bytes(standard_raw);
  for (std::size_t size = 0; size <= 97; ++size) {
    EXPECT_EQ(decode_cipher_raw(ByteView(good).first(size)).error(), Error::malformed);
  }
  Bytes compressed = good;
  compressed[0] = 0x02;
  EXPECT_EQ(decode_cipher_raw(compressed).error(), Error::malformed);
}

}  // namespace
}  // namespace palmkey::core::sm2
