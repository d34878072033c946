// A device answers what has the form of a drill, and opens nothing else for whoever asks.
#include "core/drill.hpp"

#include "tests/core/device/device_fixture.hpp"

namespace palmkey::core::device {
namespace {

constexpr Identifier kShare{42};

class DrillOfADevice : public DeviceWithKey {
 protected:
  void SetUp() override {
    DeviceWithKey::SetUp();
    recipient_ = install_encryption_key(kShare[0]).public_key();
  }
  Finished answer(const sm2::Ciphertext& message, const Identifier& share = kShare,
                  std::string_view pin = kPin) {
    return device_->answer_drill(key_id_, pin, message, share);
  }
  Finished answer_to_content(ByteView content) { return answer(*sm2::encrypt(recipient_, content, random_)); }
  // A drill's content, for what comes close to it.
  static Bytes content() {
    const ByteView line = as_bytes("PalmKey drill 1\n");
    Bytes bytes(line.begin(), line.end());
    bytes.resize(drill_content_size, 7);
    return bytes;
  }
  sm2::Point recipient_ = sm2::Point::base();
};

TEST_F(DrillOfADevice, IsAnsweredWithTheDigestAlone) {
  const auto drill = make_drill(recipient_, random_);
  ASSERT_TRUE(drill);
  Finished finished = answer(drill->message);
  const auto* outcome = std::get_if<Outcome>(&finished);
  ASSERT_NE(outcome, nullptr) << code(error_of(finished));
  EXPECT_EQ(std::get<Bytes>(*outcome), Bytes(drill->digest.begin(), drill->digest.end()));
  EXPECT_TRUE(std::holds_alternative<Outcome>(answer_to_content(content())));
  expect_signs();
}

TEST_F(DrillOfADevice, IsNothingElseThatWasEncryptedForTheHolder) {
  Bytes other_line = content(), short_one = content(), long_one = content(), line_alone = content();
  other_line[14] ^= 1;
  short_one.pop_back();
  long_one.push_back(7);
  line_alone.resize(16);
  for (const Bytes& secret :
       {Bytes(16, 3), Bytes(1, 3), Bytes(drill_content_size, 3), other_line, short_one, long_one, line_alone})
    EXPECT_EQ(error_of(answer_to_content(secret)), Error::malformed) << secret.size();
  sm2::Ciphertext empty = *sm2::encrypt(recipient_, content(), random_);
  empty.c2.clear();
  EXPECT_EQ(error_of(answer(empty)), Error::malformed);
  expect_signs();
}

TEST_F(DrillOfADevice, IsNotTakenToTheVaultIfItsLengthSaysWhatItIs) {
  const auto wrapped_key = sm2::encrypt(recipient_, Bytes(16, 3), random_);
  const std::size_t sent = transport_.sent.size();
  EXPECT_EQ(error_of(answer(*wrapped_key)), Error::malformed);
  EXPECT_EQ(transport_.sent.size(), sent);
}

TEST_F(DrillOfADevice, IsForTheKeyThatItNames) {
  const auto others = sm2::PrivateKey::generate(random_);
  const auto drill = make_drill(others->public_key(), random_);
  EXPECT_EQ(error_of(answer(drill->message)), Error::decryption_failed);
  const auto newer = install_encryption_key(43).public_key();
  EXPECT_EQ(error_of(answer(make_drill(newer, random_)->message)), Error::decryption_failed);
  EXPECT_EQ(error_of(answer(drill->message, Identifier{9})), Error::not_found);
}

TEST_F(DrillOfADevice, TakesThePin) {
  const auto drill = make_drill(recipient_, random_);
  EXPECT_EQ(error_of(answer(drill->message, kShare, kWrongPin)), Error::wrong_pin);
}

TEST_F(DrillOfADevice, IsNotPassedByALyingVault) {
  const auto drill = make_drill(recipient_, random_);
  vault_.lie_decrypt = [](splitkey::DecryptResult& result) { result.t = result.t.negate(); };
  EXPECT_EQ(error_of(answer(drill->message)), Error::decryption_failed);
}

}  // namespace
}  // namespace palmkey::core::device
