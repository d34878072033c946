// The two-party signature: a vector checked with a model in plain integers, and each way to misuse it.
#include "core/splitkey/signing.hpp"

#include <gtest/gtest.h>

#include "core/splitkey/keygen.hpp"
#include "tests/core/test_random.hpp"
#include "tests/support/openssl_sm2.hpp"

namespace palmkey::core::splitkey {
namespace {

using testing::bytes;
using testing::TestRandom;

constexpr std::string_view kD1 = "69E4A2F5CA9C34667720C15549A85C4B74F2AEBCABDB57CA1C8E15C7A24A5A97";
constexpr std::string_view kD2 = "377124761E1CFA1A91B161BB9EB662A61A1A814BB155BD5D68D681A4C0B5F1C1";
constexpr std::string_view kW1 = "F6D4BE7BAC0BE11EE2B79B3F52C3946E6E2B6582651718109F16E608939D2ECD";
constexpr std::string_view kW2 = "0E8026BDC025400A0499EB29CE986B3FB51D1C5823F43D0A01035E90CB93A353";
constexpr std::string_view kP =
    "6B06688F51B8A32B3797B76CBA767870CB514375BD17BABC055A7C5E32A6052B"
    "CBE03FD4000E35AA7CF4C8100613CBCEB12BE5B0285981C8A7C4D8713B181730";
constexpr std::string_view kP1 =
    "91A5F59062CF5D1ACE1411B233F1C2D3F4C22FA80D46EEEE8B2DA3CDCD799B49"
    "FF45222BFDEC074C7D61A3361B81A361FE364124A40D6253740B6554BD2E0DCF";
constexpr std::string_view kP2 =
    "F02AFC1BBF3F1B9BDDDD71935EEF21E24ADA32DB52B67D12D7200E9E9576959A"
    "57E8CF7848D749391B30BA8B9E8596B792465C57391E6D1075E4B714D2EE7B5E";
constexpr std::string_view kMessage = "message digest";

sm2::Scalar scalar(std::string_view hex) {
  return *sm2::Scalar::decode(bytes(hex));
}

sm2::Point point(std::string_view hex) {
  return *sm2::Point::decode_xy(bytes(hex));
}

Commitment commitment(std::string_view hex) {
  return *Commitment::of(scalar(hex));
}

bool openssl_accepts(const sm2::Point& key, std::string_view message, const sm2::Signature& signature) {
  return test::openssl_accepts(key, as_bytes(message), signature);
}

struct SplitKeyPair {
  sm2::Scalar d1;
  sm2::Scalar d2;
  sm2::Point public_key;
};

SplitKeyPair make_pair(TestRandom& random) {
  const Digest context = sm3(as_bytes("context"));
  auto device = *begin_generation(context, random);
  auto vault = *answer_generation(device.p1, context, random);
  return {std::move(device.d1), std::move(vault.d2), vault.public_key};
}

TEST(SplitKeySigning, MatchesThePublishedArithmetic) {
  const sm2::Point key = point(kP);
  const Digest e = sm2::message_digest(key, as_bytes(kMessage));
  EXPECT_EQ(to_hex(e), "50d2641f398329f8f247c2272533668f51e5d2d135507a9bd78ee266df5df181");
  Commitment w1 = commitment(kW1);
  EXPECT_EQ(w1.q1(), point("778A9FD2E094ABE334A0ED7BBBC00F2760A210AE9DDF8CEB208F5AAE9CC65130"
                           "14A2CAD40274F3BD1D7ED1B8AD859D6F4ED30B3331F75B28B216DD2C194CA9A5"));
  const auto half = cosign_with_nonce(scalar(kD2), w1.q1(), e, scalar(kW2));
  ASSERT_TRUE(half);
  EXPECT_EQ(to_hex(half->r.encode_public()),
            "be5e086549a6f85f8f9011abdd8b6e48013c828d8e305ea62970195d0d08737c");
  EXPECT_EQ(to_hex(half->s1.encode_public()),
            "d3d5cf6e628a60c167a06805248f4b4b184a1a676de40dea3981ca9645b2b267");
  const auto signature = finish_signature(std::move(w1), scalar(kD1), half->r, half->s1, key, e);
  ASSERT_TRUE(signature);
  EXPECT_EQ(to_hex(signature->s), "85b93e9d7aedc5b4c78893effc67d090dc335757b2d3ac77df38d39ad6ff9918");
  EXPECT_TRUE(openssl_accepts(key, kMessage, *signature));
  EXPECT_FALSE(openssl_accepts(key, "another message", *signature));
}

TEST(SplitKeySigning, SharesOfTheVectorMakeItsPublicKey) {
  EXPECT_EQ(*sm2::multiply_base(scalar(kD1).inverse()), point(kP1));
  EXPECT_EQ(*sm2::multiply_base(scalar(kD2).inverse()), point(kP2));
  EXPECT_TRUE(check_public_key(scalar(kD1), point(kP2), point(kP)));
  EXPECT_TRUE(check_public_key(scalar(kD2), point(kP1), point(kP)));
}

TEST(SplitKeySigning, FreshSharesSignWhatOpensslAccepts) {
  TestRandom random(1);
  for (int i = 0; i < 4; ++i) {
    const SplitKeyPair pair = make_pair(random);
    const std::string message = "message " + std::to_string(i);
    const Digest e = sm2::message_digest(pair.public_key, as_bytes(message));
    Commitment w1 = *Commitment::make(random);
    const auto half = cosign(pair.d2, w1.q1(), e, sm3(as_bytes("request")), random);
    ASSERT_TRUE(half);
    const auto signature = finish_signature(std::move(w1), pair.d1, half->r, half->s1, pair.public_key, e);
    ASSERT_TRUE(signature);
    EXPECT_TRUE(openssl_accepts(pair.public_key, message, *signature));
  }
}

TEST(SplitKeySigning, VaultNeverUsesANonceTwiceThoughRandomnessIsStuck) {
  TestRandom random(2);
  testing::StuckRandom stuck(7);
  const SplitKeyPair pair = make_pair(random);
  const Commitment w1 = *Commitment::make(random);
  const Digest e = sm3(as_bytes("e"));
  const auto one = cosign(pair.d2, w1.q1(), e, sm3(as_bytes("request 1")), stuck);
  const auto two = cosign(pair.d2, w1.q1(), e, sm3(as_bytes("request 2")), stuck);
  ASSERT_TRUE(one && two);
  EXPECT_FALSE(one->r.equals(two->r));
  const auto other_e = cosign(pair.d2, w1.q1(), sm3(as_bytes("f")), sm3(as_bytes("request 1")), stuck);
  // Had w2 been the same, r would differ by the digests alone and d2 = (s1 - s1') / (r - r').
  const sm2::Scalar d2 = (one->s1 - other_e->s1) * (one->r - other_e->r).inverse();
  EXPECT_FALSE(d2.equals(pair.d2));
}

// From here on a vault that lies.
class LyingVault : public ::testing::Test {
 protected:
  TestRandom random_{3};
  SplitKeyPair pair_ = make_pair(random_);
  Digest e_ = sm2::message_digest(pair_.public_key, as_bytes(kMessage));

  Result<sm2::Signature> answer(const sm2::Scalar& r, const sm2::Scalar& s1) {
    return finish_signature(commitment(kW1), pair_.d1, r, s1, pair_.public_key, e_);
  }
  HalfSignature honest() {
    return *cosign(pair_.d2, commitment(kW1).q1(), e_, sm3(as_bytes("request")), random_);
  }
};

TEST_F(LyingVault, HonestAnswerIsAcceptedByTheSameChecks) {
  const HalfSignature half = honest();
  EXPECT_TRUE(answer(half.r, half.s1));
}

TEST_F(LyingVault, ZeroRIsRefused) {
  const HalfSignature half = honest();
  EXPECT_EQ(answer(sm2::Scalar(), half.s1).error(), Error::out_of_range);
}

TEST_F(LyingVault, ZeroS1IsRefused) {
  const HalfSignature half = honest();
  EXPECT_EQ(answer(half.r, sm2::Scalar()).error(), Error::out_of_range);
}

TEST_F(LyingVault, ResultSOfZeroIsRefused) {
  // s = d1·(s1 + w1) - r = 0 for r = d1·(s1 + w1), which a vault that knew d1 and w1 could choose.
  const HalfSignature half = honest();
  const sm2::Scalar r = pair_.d1 * (half.s1 + scalar(kW1));
  EXPECT_EQ(answer(r, half.s1).error(), Error::out_of_range);
}

TEST_F(LyingVault, RPlusSOfZeroIsRefused) {
  // r + s = d1·(s1 + w1) = 0 for s1 = -w1.
  const HalfSignature half = honest();
  EXPECT_EQ(answer(half.r, scalar(kW1).negate()).error(), Error::out_of_range);
}

TEST_F(LyingVault, AnyOtherAnswerFailsVerificationAndYieldsNothing) {
  const HalfSignature half = honest();
  EXPECT_EQ(answer(half.r, half.s1 + sm2::Scalar::one()).error(), Error::bad_signature);
  EXPECT_EQ(answer(half.r + sm2::Scalar::one(), half.s1).error(), Error::bad_signature);
  const Digest other = sm2::message_digest(pair_.public_key, as_bytes("another message"));
  const HalfSignature substituted =
      *cosign(pair_.d2, commitment(kW1).q1(), other, sm3(as_bytes("request")), random_);
  EXPECT_EQ(answer(substituted.r, substituted.s1).error(), Error::bad_signature);
}

TEST_F(LyingVault, TwoAnswersForOneCommitmentWouldGiveTheShareAway) {
  // Why a Commitment is used up by its first answer: s + r = d1·(s1 + w1) twice gives d1.
  const HalfSignature one = honest();
  const HalfSignature two = honest();
  const auto first = answer(one.r, one.s1);
  const auto second = answer(two.r, two.s1);
  ASSERT_TRUE(first && second);
  const sm2::Scalar t1 = *sm2::Scalar::decode(first->s) + one.r;
  const sm2::Scalar t2 = *sm2::Scalar::decode(second->s) + two.r;
  const sm2::Scalar d1 = (t1 - t2) * (one.s1 - two.s1).inverse();
  EXPECT_TRUE(d1.equals(pair_.d1));
  static_assert(!std::is_copy_constructible_v<Commitment>);
}

TEST(SplitKeyCommitment, RefusesZero) {
  EXPECT_FALSE(Commitment::of(sm2::Scalar()));
}

TEST(SplitKeyCosigning, RefusesTheNonceThatMakesThePointInfinite) {
  // Q = w2·G + d2^-1·w1·G is infinity for w2 = -w1/d2.
  const sm2::Scalar w2 = (scalar(kW1) * scalar(kD2).inverse()).negate();
  const auto half = cosign_with_nonce(scalar(kD2), commitment(kW1).q1(), sm3(as_bytes("e")), w2);
  ASSERT_FALSE(half);
  EXPECT_EQ(half.error(), Error::not_on_curve);
}

}  // namespace
}  // namespace palmkey::core::splitkey
