// Key generation, proofs, the PIN's mask, refresh and the encryption key's shares.
#include "core/splitkey/keygen.hpp"

#include <gtest/gtest.h>

#include "core/splitkey/encryption_share.hpp"
#include "core/splitkey/mask.hpp"
#include "core/splitkey/refresh.hpp"
#include "tests/core/test_random.hpp"

namespace palmkey::core::splitkey {
namespace {

using testing::bytes;
using testing::TestRandom;

const Digest kContext = sm3(as_bytes("context"));

sm2::Scalar scalar(std::string_view hex) {
  return *sm2::Scalar::decode(bytes(hex));
}

TEST(SplitKeyGeneration, BothHalvesMakeOneKeyThatNeitherHolds) {
  TestRandom random(1);
  const auto device = begin_generation(kContext, random);
  ASSERT_TRUE(device);
  ASSERT_TRUE(verify_knowledge(device->p1, device->p1_proof, ProofRole::device_share, kContext));
  ASSERT_TRUE(verify_knowledge(device->a1_public, device->a1_proof, ProofRole::pin_key, kContext));
  const auto vault = answer_generation(device->p1, kContext, random);
  ASSERT_TRUE(vault);
  ASSERT_TRUE(verify_knowledge(vault->p2, vault->p2_proof, ProofRole::vault_share, kContext));
  EXPECT_TRUE(check_public_key(device->d1, vault->p2, vault->public_key));
  // d = (d1·d2)^-1 - 1
  const sm2::Scalar d = (device->d1 * vault->d2).inverse() - sm2::Scalar::one();
  EXPECT_EQ(*sm2::multiply_base(d), vault->public_key);
}

TEST(SplitKeyGeneration, DeviceRefusesAKeyThatTheVaultOwnsAlone) {
  TestRandom random(2);
  const auto device = begin_generation(kContext, random);
  const auto vault = answer_generation(device->p1, kContext, random);
  const auto rogue = sm2::PrivateKey::generate(random);
  EXPECT_EQ(check_public_key(device->d1, vault->p2, rogue->public_key()).error(), Error::bad_proof);
  const auto other = answer_generation(device->p1, kContext, random);
  EXPECT_EQ(check_public_key(device->d1, other->p2, vault->public_key).error(), Error::bad_proof);
}

TEST(SplitKeyGeneration, DeviceRefusesTheBasePointAsItsKey) {
  TestRandom random(3);
  const auto device = begin_generation(kContext, random);
  // P = d1^-1·P2 - G is G for P2 = 2·d1·G and -G can't be reached with a finite P2.
  const sm2::Scalar two = sm2::Scalar::one() + sm2::Scalar::one();
  const auto p2 = sm2::multiply_base(two * device->d1);
  EXPECT_EQ(check_public_key(device->d1, *p2, sm2::Point::base()).error(), Error::bad_proof);
}

TEST(SplitKeyGeneration, VaultDrawsAgainWhenThePublicKeyWouldBeInfinite) {
  // d2^-1·P1 = G for P1 = d2·G: the first draw of the vault must not be used.
  TestRandom foreseen(4);
  const auto d2 = sm2::Scalar::random(foreseen);
  const auto p1 = sm2::multiply_base(*d2);
  TestRandom random(4);
  const auto vault = answer_generation(*p1, kContext, random);
  ASSERT_TRUE(vault);
  EXPECT_FALSE(vault->d2.equals(*d2));
}

TEST(SplitKeyGeneration, FailsWithoutRandomness) {
  testing::FailingRandom random;
  EXPECT_EQ(begin_generation(kContext, random).error(), Error::random_failed);
  EXPECT_EQ(answer_generation(sm2::Point::base(), kContext, random).error(), Error::random_failed);
}

TEST(ProofOfKnowledge, HoldsOnlyForItsPointRoleAndContext) {
  TestRandom random(5);
  const auto x = sm2::Scalar::random(random);
  const auto point = sm2::multiply_base(*x);
  const auto proof = prove_knowledge(*x, ProofRole::device_share, kContext, random);
  ASSERT_TRUE(proof);
  EXPECT_TRUE(verify_knowledge(*point, *proof, ProofRole::device_share, kContext));
  EXPECT_EQ(verify_knowledge(*point, *proof, ProofRole::pin_key, kContext).error(), Error::bad_proof);
  EXPECT_FALSE(verify_knowledge(*point, *proof, ProofRole::device_share, sm3(as_bytes("other"))));
  EXPECT_FALSE(verify_knowledge(point->negate(), *proof, ProofRole::device_share, kContext));
  for (std::size_t i = 0; i < proof->size(); i += 7) {
    Proof changed = *proof;
    changed[i] ^= 1;
    EXPECT_FALSE(verify_knowledge(*point, changed, ProofRole::device_share, kContext)) << i;
  }
  EXPECT_FALSE(verify_knowledge(*point, Proof{}, ProofRole::device_share, kContext));
  Proof too_large;
  too_large.fill(0xff);
  EXPECT_EQ(verify_knowledge(*point, too_large, ProofRole::device_share, kContext).error(), Error::bad_proof);
}

TEST(ProofOfKnowledge, ContextNamesOperationDeviceAndVault) {
  const Identifier operation{1};
  const DeviceKey device{4, 1};
  const Digest context = proof_context(operation, device, sm2::Point::base());
  EXPECT_NE(context, proof_context(Identifier{2}, device, sm2::Point::base()));
  EXPECT_NE(context, proof_context(operation, DeviceKey{4, 2}, sm2::Point::base()));
  EXPECT_NE(context, proof_context(operation, device, sm2::Point::base().negate()));
}

TEST(PinProof, HoldsOnlyForItsKeyAndRequest) {
  TestRandom random(6);
  const auto a1 = sm2::Scalar::random(random);
  const auto a1_public = sm2::multiply_base(*a1);
  const Digest request = sm3(as_bytes("request"));
  const auto proof = prove_pin(*a1, request, random);
  ASSERT_TRUE(proof);
  EXPECT_TRUE(verify_pin(*a1_public, *proof, request));
  EXPECT_EQ(verify_pin(*a1_public, *proof, sm3(as_bytes("another"))).error(), Error::bad_proof);
  EXPECT_FALSE(verify_pin(a1_public->negate(), *proof, request));
  EXPECT_EQ(prove_pin(sm2::Scalar(), request, random).error(), Error::out_of_range);
}

TEST(PinMask, EveryKeyUnmasksToAPlausibleScalar) {
  TestRandom random(7);
  const auto d1 = sm2::Scalar::random(random);
  const Bytes right = random.bytes(32);
  const MaskedScalar masked = mask(*d1, right, signing_share_label);
  EXPECT_TRUE(unmask(masked, right, signing_share_label)->equals(*d1));
  for (int i = 0; i < 50; ++i) {
    const Bytes wrong = random.bytes(32);
    const auto other = unmask(masked, wrong, signing_share_label);
    ASSERT_TRUE(other);
    EXPECT_FALSE(other->equals(*d1));
    EXPECT_FALSE(other->is_zero());
  }
}

TEST(PinMask, LabelsSeparate) {
  const Bytes key(32, 1);
  EXPECT_FALSE(mask_of(key, signing_share_label).equals(mask_of(key, pin_key_label)));
}

TEST(PinMask, StretchingDependsOnPinAndSalt) {
  const Secret one = stretch_pin(as_bytes("271828"), Salt{1});
  EXPECT_EQ(one.size(), 32U);
  EXPECT_TRUE(equal_constant_time(one.view(), stretch_pin(as_bytes("271828"), Salt{1}).view()));
  EXPECT_FALSE(equal_constant_time(one.view(), stretch_pin(as_bytes("271829"), Salt{1}).view()));
  EXPECT_FALSE(equal_constant_time(one.view(), stretch_pin(as_bytes("271828"), Salt{2}).view()));
}

TEST(PinMask, StoredValuesFitEveryPinAlike) {
  // What a thief of the storage has: P and the masked shares. For each PIN that is tried there is a vault's
  // share that fits, so nothing tells the right one.
  TestRandom random(8);
  const auto device = begin_generation(kContext, random);
  const auto vault = answer_generation(device->p1, kContext, random);
  const sm2::Scalar d = (device->d1 * vault->d2).inverse() - sm2::Scalar::one();
  const MaskedScalar stored = mask(device->d1, random.bytes(32), signing_share_label);
  for (int i = 0; i < 8; ++i) {
    const auto tried = unmask(stored, random.bytes(32), signing_share_label);
    const sm2::Scalar fitting = ((d + sm2::Scalar::one()) * *tried).inverse();
    EXPECT_TRUE(check_public_key(*tried, *sm2::multiply_base(fitting.inverse()), vault->public_key));
  }
}

TEST(SigningRefresh, KeepsTheKeyAndKillsOldShares) {
  TestRandom random(9);
  const auto device = begin_generation(kContext, random);
  const auto vault = answer_generation(device->p1, kContext, random);
  const auto refresh = refresh_signing_share(vault->d2, random);
  ASSERT_TRUE(refresh);
  const sm2::Scalar d1 = apply_signing_refresh(device->d1, refresh->t);
  EXPECT_TRUE(check_public_key(d1, refresh->p2, vault->public_key));
  EXPECT_TRUE((d1 * refresh->d2).equals(device->d1 * vault->d2));
  EXPECT_FALSE(check_public_key(device->d1, refresh->p2, vault->public_key));
  EXPECT_FALSE((device->d1 * refresh->d2).equals(device->d1 * vault->d2));
}

TEST(EncryptionRefresh, KeepsTheKeyAndKillsOldShares) {
  TestRandom random(10);
  const auto d_e = sm2::Scalar::random(random);
  const auto shares = split_encryption_key(*d_e, random);
  ASSERT_TRUE(shares);
  EXPECT_TRUE((shares->u1 + shares->u2).equals(*d_e));
  const auto refresh = refresh_encryption_share(shares->u2, random);
  ASSERT_TRUE(refresh);
  EXPECT_TRUE((apply_encryption_refresh(shares->u1, refresh->delta) + refresh->u2).equals(*d_e));
  EXPECT_FALSE((shares->u1 + refresh->u2).equals(*d_e));
}

TEST(EncryptionShare, SplittingZeroIsRefused) {
  TestRandom random(11);
  EXPECT_EQ(split_encryption_key(sm2::Scalar(), random).error(), Error::out_of_range);
}

// A ciphertext made by a model in plain integers, for the key of the signing vector.
class Decryption : public ::testing::Test {
 protected:
  sm2::Scalar d1_ = scalar("69E4A2F5CA9C34667720C15549A85C4B74F2AEBCABDB57CA1C8E15C7A24A5A97");
  sm2::Scalar d2_ = scalar("377124761E1CFA1A91B161BB9EB662A61A1A814BB155BD5D68D681A4C0B5F1C1");
  sm2::Scalar d_ = (d1_ * d2_).inverse() - sm2::Scalar::one();
  sm2::Ciphertext ciphertext_ =
      *sm2::decode_cipher_raw(bytes("045729EC9E29CFD1500F9B7115521E753B0B3CC79974F8888A5565176370837E12"
                                    "F81A3016CC7E7C1E09FB602BE2AEF8CDB02203620ED2667C92D672B008A6D509"
                                    "2E8C927D4F08CA455846476AD9306510161B54CA42F5B3CE5F607CD956D00B5F"
                                    "4F148A9231A3BA03176EFEB4D14AF34C847898"));
  TestRandom random_{12};
};

TEST_F(Decryption, OpensTheVectorWithEitherHalvesOfTheKey) {
  EXPECT_EQ(to_hex(d_.encode_public()), "d40f84bca1ea567cf26058a165d1798f662dab01478b794d79d6231659b5ffe7");
  for (int i = 0; i < 3; ++i) {
    const auto shares = split_encryption_key(d_, random_);
    const auto t = partial_decryption(shares->u2, ciphertext_.c1);
    ASSERT_TRUE(t);
    const auto opened = finish_decryption(shares->u1, *t, ciphertext_);
    ASSERT_TRUE(opened);
    EXPECT_EQ(as_text(opened->view()), "encryption standard");
  }
}

TEST_F(Decryption, RefusesAWrongAnswerAndAWrongShare) {
  const auto shares = split_encryption_key(d_, random_);
  const auto t = partial_decryption(shares->u2, ciphertext_.c1);
  EXPECT_EQ(finish_decryption(shares->u1, t->negate(), ciphertext_).error(), Error::decryption_failed);
  EXPECT_EQ(finish_decryption(shares->u2, *t, ciphertext_).error(), Error::decryption_failed);
  EXPECT_EQ(finish_decryption(sm2::Scalar(), *t, ciphertext_).error(), Error::decryption_failed);
  // An answer that makes the sum infinity.
  const auto opposite = sm2::multiply(shares->u1, ciphertext_.c1)->negate();
  EXPECT_EQ(finish_decryption(shares->u1, opposite, ciphertext_).error(), Error::decryption_failed);
}

}  // namespace
}  // namespace palmkey::core::splitkey
