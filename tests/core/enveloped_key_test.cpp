// SM2EnvelopedKey against a published one, and what must not open.
#include "core/enveloped_key.hpp"

#include <gtest/gtest.h>

#include "core/encoding.hpp"
#include "core/sm2/encryption.hpp"
#include "tests/core/test_random.hpp"

namespace palmkey::core {
namespace {

// The recipient of GB/T 32918.5's example of encryption; the structure was made by another implementation.
constexpr std::string_view recipients_key =
    "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8";
constexpr std::string_view enveloped_scalar =
    "81eb26e941bb5af16df116495f90695272ae2cd63d6c4ae1678418be48230029";
constexpr std::string_view published =
    "3081f0300c06082a811ccf5501680105003079022004ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a"
    "73022100e858f9d81e5430a57b36daab8f950a3c64e6ee6a63094d99283aff767e124df004204423b448d18b4a1a86b0e264e928"
    "007803243a5a8d9d0b0e8953bfe4e928adcf041045c54abc791125fbc9bae9ecc8a6555903420004160e12897df4edb61dd812fe"
    "b96748fbd3ccf4ffe26aa6f6db9540af49c942324a7dad08bb9a459531694beb20aa489d6649975e1bfcf8c4741b78b4b223007f"
    "0321005270f9fa4295a5179a0bd7269ac3a97d30d60b1a40a4cabb20496f651a9fd899";

sm2::PrivateKey key_of(std::string_view hex) {
  return *sm2::PrivateKey::decode(*from_hex(std::string(hex)));
}

TEST(EnvelopedKey, AnotherImplementationsIsOpened) {
  const auto opened = open_enveloped_key(*from_hex(std::string(published)), key_of(recipients_key));
  ASSERT_TRUE(opened);
  EXPECT_EQ(to_hex(opened->encode().view()), enveloped_scalar);
}

TEST(EnvelopedKey, ItsOwnIsOpenedByTheRecipientAndNobodyElse) {
  testing::TestRandom random(7);
  const auto recipient = key_of(recipients_key);
  const auto key = *sm2::PrivateKey::generate(random);
  const auto der = *envelop_key(key, recipient.public_key(), random);
  const auto opened = open_enveloped_key(der, recipient);
  ASSERT_TRUE(opened);
  EXPECT_EQ(to_hex(opened->encode().view()), to_hex(key.encode().view()));
  EXPECT_EQ(open_enveloped_key(der, *sm2::PrivateKey::generate(random)).error(), Error::decryption_failed);
}

TEST(EnvelopedKey, TheSameKeyIsNeverEnvelopedAlike) {
  testing::TestRandom random(8);
  const auto recipient = key_of(recipients_key);
  EXPECT_NE(*envelop_key(recipient, recipient.public_key(), random),
            *envelop_key(recipient, recipient.public_key(), random));
}

TEST(EnvelopedKey, NoByteOfItCanBeChanged) {
  const Bytes good = *from_hex(std::string(published));
  const auto recipient = key_of(recipients_key);
  for (std::size_t at = 0; at < good.size(); ++at) {
    Bytes changed = good;
    changed[at] ^= 1;
    EXPECT_FALSE(open_enveloped_key(changed, recipient)) << "byte " << at;
    EXPECT_FALSE(open_enveloped_key(ByteView(good).first(at), recipient)) << "cut at " << at;
  }
}

}  // namespace
}  // namespace palmkey::core
