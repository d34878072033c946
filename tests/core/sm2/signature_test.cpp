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

// verify_digest(), after a check that a KnownPublicKey says the same.
Result<void> verify_both_ways(const Point& public_key, const Digest& e, const Signature& signature) {
  const auto answer = verify_digest(public_key, e, signature);
  const auto known = KnownPublicKey(public_key).verify_digest(e, signature);
  EXPECT_EQ(known.has_value(), answer.has_value());
  if (!known && !answer) {
    EXPECT_EQ(known.error(), answer.error());
  }
  return answer;
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
    const KnownPublicKey known(key.public_key());
    EXPECT_TRUE(known.verify(message, *signature));
    EXPECT_EQ(known.verify(as_bytes("another message"), *signature).error(), Error::bad_signature);
  }
}

TEST(Sm2Signature, RefusesAnyChangedBit) {
  const PrivateKey key = key_of(vectors[0]);
  for (std::size_t bit = 0; bit < 256; ++bit) {
    Signature changed = signature_of(vectors[0]);
    changed.r[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
    EXPECT_FALSE(verify(key.public_key(), as_bytes("message digest"), changed));
    changed = signature_of(vectors[0]);
    changed.s[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
    EXPECT_FALSE(verify(key.public_key(), as_bytes("message digest"), changed));
  }
}

constexpr std::string_view order = "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123";

TEST(Sm2Signature, RefusesRAndSOutOfRange) {
  const PrivateKey key = key_of(vectors[0]);
  const Digest e = message_digest(key.public_key(), as_bytes("message digest"));
  const std::string zero(64, '0');
  const std::string ones(64, 'f');
  for (const std::string_view bad : {std::string_view(zero), order, std::string_view(ones)}) {
    Signature signature = signature_of(vectors[0]);
    std::ranges::copy(bytes(bad), signature.r.begin());
    EXPECT_EQ(verify_both_ways(key.public_key(), e, signature).error(), Error::out_of_range) << bad;
    signature = signature_of(vectors[0]);
    std::ranges::copy(bytes(bad), signature.s.begin());
    EXPECT_EQ(verify_both_ways(key.public_key(), e, signature).error(), Error::out_of_range) << bad;
  }
}

// With s = n - r, t is zero and the point is s G whatever the public key: for e = r - x(s G) the equation
// would hold for everybody.
TEST(Sm2Signature, RefusesRPlusSEqualN) {
  TestRandom random(2);
  const Scalar s = *Scalar::random(random);
  const Scalar r = s.negate();
  const Digest e = (r - Scalar::reduce(multiply_base(s)->x())).encode_public();
  const Signature forged{r.encode_public(), s.encode_public()};
  EXPECT_EQ(verify_both_ways(key_of(vectors[0]).public_key(), e, forged).error(), Error::bad_signature);
}

// s G + t P is infinity when s = -t d.
TEST(Sm2Signature, RefusesWhenThePointIsInfinity) {
  TestRandom random(3);
  const PrivateKey key = key_of(vectors[0]);
  const Scalar t = *Scalar::random(random);
  const Scalar s = (t * key.scalar()).negate();
  const Scalar r = t - s;
  const Signature forged{r.encode_public(), s.encode_public()};
  EXPECT_EQ(verify_both_ways(key.public_key(), r.encode_public(), forged).error(), Error::bad_signature);
}

TEST(Sm2Signature, RefusesAnotherPublicKey) {
  const PrivateKey other = key_of(vectors[1]);
  EXPECT_EQ(verify(other.public_key(), as_bytes("message digest"), signature_of(vectors[0])).error(),
            Error::bad_signature);
}

TEST(Sm2PrivateKey, IsBetweenOneAndNMinusTwo) {
  std::string text(order);
  text[63] = '1';  // n - 2
  EXPECT_TRUE(PrivateKey::decode(bytes(text)));
  text[63] = '2';  // n - 1
  EXPECT_EQ(PrivateKey::decode(bytes(text)).error(), Error::out_of_range);
  EXPECT_EQ(PrivateKey::decode(bytes(order)).error(), Error::out_of_range);
  EXPECT_EQ(PrivateKey::decode(bytes(std::string(64, '0'))).error(), Error::out_of_range);
  EXPECT_TRUE(PrivateKey::decode(bytes(std::string(63, '0') + "1")));
  EXPECT_EQ(PrivateKey::decode(bytes("01")).error(), Error::malformed);
}

TEST(Sm2PrivateKey, ComesBackFromItsBytes) {
  EXPECT_EQ(to_hex(key_of(vectors[0]).encode().view()), to_hex(bytes(vectors[0].d)));
}

TEST(Sm2Nonce, DiffersByMessageKeyAndRandomness) {
  testing::StuckRandom one(1);
  testing::StuckRandom two(2);
  const PrivateKey first = key_of(vectors[0]);
  const PrivateKey second = key_of(vectors[1]);
  const Scalar nonce = *hedged_nonce(one, first.scalar(), as_bytes("a"));
  EXPECT_TRUE(nonce.equals(*hedged_nonce(one, first.scalar(), as_bytes("a"))));
  EXPECT_FALSE(nonce.equals(*hedged_nonce(one, first.scalar(), as_bytes("b"))));
  EXPECT_FALSE(nonce.equals(*hedged_nonce(one, second.scalar(), as_bytes("a"))));
  EXPECT_FALSE(nonce.equals(*hedged_nonce(two, first.scalar(), as_bytes("a"))));
}

TEST(Sm2Signature, ReportsABrokenRandomSource) {
  testing::FailingRandom failing;
  EXPECT_EQ(PrivateKey::generate(failing).error(), Error::random_failed);
  EXPECT_EQ(key_of(vectors[0]).sign(as_bytes("a"), failing).error(), Error::random_failed);
  testing::StuckRandom zeros(0);
  EXPECT_EQ(PrivateKey::generate(zeros).error(), Error::random_failed);
  testing::StuckRandom ones(0xff);
  EXPECT_EQ(PrivateKey::generate(ones).error(), Error::random_failed);
}

constexpr std::string_view standard_der =
    "3046022100f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3022100b1b6aa29df212fd8763182bc"
    "0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa";

TEST(Sm2SignatureDer, HasTheKnownForm) {
  EXPECT_EQ(to_hex(encode_der(signature_of(vectors[0]))), standard_der);
  const auto decoded = decode_der(bytes(standard_der));
  ASSERT_TRUE(decoded);
  EXPECT_EQ(*decoded, signature_of(vectors[0]));
}

TEST(Sm2SignatureDer, DropsLeadingZeros) {
  Signature small;
  small.r[31] = 1;
  small.s[30] = 0x80;
  EXPECT_EQ(to_hex(encode_der(small)), "30080201010203008000");
  const auto decoded = decode_der(encode_der(small));
  ASSERT_TRUE(decoded);
  EXPECT_EQ(*decoded, small);
}

TEST(Sm2SignatureDer, RefusesWhatIsNotDer) {
  const Bytes good = bytes(standard_der);
  for (std::size_t size = 0; size < good.size(); ++size) {
    EXPECT_EQ(decode_der(ByteView(good).first(size)).error(), Error::malformed);
  }
  for (const std::string_view bad : {
           "300602010102010100",      // bytes after the sequence
           "3009020101020101020101",  // a third integer
           "3003020101",              // one integer only
           "300702020001020101",      // not minimal: leading zero
           "3006020181020101",        // negative
           "3080020101020101"
           "0000",                // indefinite length
           "308106020101020101",  // not minimal: length
           "3106020101020101",    // a set
           "300602010104010100",  // an octet string
       }) {
    EXPECT_EQ(decode_der(bytes(bad)).error(), Error::malformed) << bad;
  }
}

}  // namespace
}  // namespace palmkey::core::sm2
