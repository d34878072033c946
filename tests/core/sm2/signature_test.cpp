#include "core/sm2/signature.hpp"

#include <gtest/gtest.h>

#include "core/encoding.hpp"
#include "tests/core/test_random.hpp"

namespace palmkey::core::sm2 {
namespace {

using testing::bytes;
using testing::TestRandom;

struct Vector {
  std::string_view identity, message, d, k, r, s;
};

// GB/T 32918.5, annex A, and a pair with another identity from the tests of Bouncy Castle (bc-java).
constexpr Vector vectors[] = {
    {"1234567812345678", "message digest", "3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8",
     "59276E27D506861A16680F3AD9C02DCCEF3CC1FA3CDBE4CE6D54B80DEAC1BC21",
     "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3",
     "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA"},
    {"sm2test@example.com", "hi chappy", "110E7973206F68C19EE5F7328C036F26911C8C73B4E4F36AE3291097F8984FFC",
     "3174C6FFC3C279D2422F3FC0A9F3E574674A4490FE45A5325CAF7D3EC4C8F96C",
     "05890B9077B92E47B17A1FF42A814280E556AFD92B4A98B9670BF8B1A274C2FA",
     "E3ABBB8DB2B6ECD9B24ECCEA7F679FB9A4B1DB52F4AA985E443AD73237FA1993"},
};

Signature signature_of(const Vector& vector) {
  Signature signature;
  std::ranges::copy(bytes(vector.r), signature.r.begin());
  std::ranges::copy(bytes(vector.s), signature.s.begin());
  return signature;
}

PrivateKey key_of(const Vector& vector) {
  return *PrivateKey::decode(bytes(vector.d));
}

TEST(Sm2Signature, HasTheStandardsIdentityDigest) {
  EXPECT_EQ(to_hex(identity_digest(key_of(vectors[0]).public_key())),
            "b2e14c5c79c6df5b85f4fe7ed8db7a262b9da7e07ccb0ea9f4747b8ccda8a4f3");
  EXPECT_EQ(to_hex(message_digest(key_of(vectors[0]).public_key(), as_bytes("message digest"))),
            "f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640");
}

TEST(Sm2Signature, VerifiesTheStandardsSignatures) {
  for (const auto& vector : vectors) {
    const PrivateKey key = key_of(vector);
    EXPECT_TRUE(verify(key.public_key(), as_bytes(vector.message), signature_of(vector), vector.identity));
    EXPECT_EQ(verify(key.public_key(), as_bytes("another"), signature_of(vector), vector.identity).error(),
              Error::bad_signature);
    EXPECT_EQ(
        verify(key.public_key(), as_bytes(vector.message), signature_of(vector), "another identity").error(),
        Error::bad_signature);
  }
}

// The equations of GB/T 32918.2, 6.1, over Scalar and Point with the standard's nonce.
TEST(Sm2Signature, ArithmeticGivesTheStandardsSignatures) {
  for (const auto& vector : vectors) {
    const PrivateKey key = key_of(vector);
    const Scalar k = *Scalar::decode(bytes(vector.k));
    const Digest e = message_digest(key.public_key(), as_bytes(vector.message), vector.identity);
    const Scalar r = Scalar::reduce(e) + Scalar::reduce(multiply_base(k)->x());
    const Scalar s = (Scalar::one() + key.scalar()).inverse() * (k - r * key.scalar());
    EXPECT_EQ(r.encode_public(), signature_of(vector).r);
    EXPECT_EQ(s.encode_public(), signature_of(vector).s);
  }
}

TEST(Sm2Signature, SignsWhatItVerifies) {
  TestRandom random(1);
  for (int i = 0; i < 200; ++i) {
    const PrivateKey key = *PrivateKey::generate(random);
    const Bytes message = random.bytes(static_cast<std::size_t>(i));
    const auto signature = key.sign(message, random);
    ASSERT_TRUE(signature);
    EXPECT_TRUE(verify(key.public_key(), message, *signature));
  }
}

}  // namespace
}  // namespace palmkey::core::sm2
