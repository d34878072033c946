#include "core/channel.hpp"

#include <gtest/gtest.h>

#include "tests/core/mutations.hpp"

namespace palmkey::core {
namespace {

using testing::mutate;
using testing::TestRandom;

class Channel : public ::testing::Test {
 protected:
  TestRandom random_{1};
  sm2::PrivateKey vault_ = *sm2::PrivateKey::generate(random_);
  DeviceKey device_key_{4, 1, 2, 3};
  DeviceSignature signature_{9, 8, 7};

  DeviceChannel sealed(std::string_view request = "request") {
    auto channel = *DeviceChannel::seal(vault_.public_key(), device_key_, as_bytes(request), random_);
    channel.finish(signature_);
    return channel;
  }
  Bytes bytes_of(DeviceChannel& channel) { return channel.finish(signature_); }
};

TEST_F(Channel, CarriesARequestAndItsAnswer) {
  DeviceChannel channel = sealed();
  const auto received = SealedRequest::parse(bytes_of(channel));
  ASSERT_TRUE(received);
  EXPECT_EQ(received->sealing_key(), sealing_key_id(vault_.public_key()));
  EXPECT_EQ(received->device_key(), device_key_);
  EXPECT_EQ(received->signature(), signature_);
  EXPECT_EQ(received->signed_bytes(), channel.to_sign());
  const auto opened = received->open(vault_);
  ASSERT_TRUE(opened);
  EXPECT_EQ(as_text(opened->request().view()), "request");
  const auto answer = opened->seal_response(as_bytes("answer"), random_);
  ASSERT_TRUE(answer);
  const auto read = channel.open_response(*answer);
  ASSERT_TRUE(read);
  EXPECT_EQ(as_text(read->view()), "answer");
}

TEST_F(Channel, SignedBytesBeginWithTheirDomain) {
  const DeviceChannel channel = sealed();
  const Bytes signed_bytes = channel.to_sign();
  EXPECT_EQ(as_text(ByteView(signed_bytes).first(18)), std::string_view("PalmKey request 1\0", 18));
}

TEST_F(Channel, TwoAnswersToOneRequestShareNoKey) {
  DeviceChannel channel = sealed();
  const auto opened = SealedRequest::parse(bytes_of(channel))->open(vault_);
  const auto one = opened->seal_response(as_bytes("same"), random_);
  const auto two = opened->seal_response(as_bytes("same"), random_);
  EXPECT_NE(*one, *two);
  EXPECT_TRUE(channel.open_response(*one));
  EXPECT_TRUE(channel.open_response(*two));
}

TEST_F(Channel, AnotherVaultCannotOpenIt) {
  DeviceChannel channel = sealed();
  const auto other = sm2::PrivateKey::generate(random_);
  EXPECT_EQ(SealedRequest::parse(bytes_of(channel))->open(*other).error(), Error::decryption_failed);
}

TEST_F(Channel, AnswersOfOtherRequestsAreRefused) {
  DeviceChannel one = sealed();
  DeviceChannel two = sealed();
  const auto answer =
      SealedRequest::parse(bytes_of(two))->open(vault_)->seal_response(as_bytes("answer"), random_);
  EXPECT_EQ(one.open_response(*answer).error(), Error::decryption_failed);
}

TEST_F(Channel, TheDeviceKeyOfTheHeaderIsBoundToTheRequest) {
  DeviceChannel channel = sealed();
  Bytes der = bytes_of(channel);
  const auto at = std::search(der.begin(), der.end(), device_key_.begin(), device_key_.end());
  ASSERT_NE(at, der.end());
  at[5] ^= 1;
  const auto received = SealedRequest::parse(der);
  ASSERT_TRUE(received);
  EXPECT_NE(received->signed_bytes(), channel.to_sign());
  EXPECT_EQ(received->open(vault_).error(), Error::decryption_failed);
}

TEST_F(Channel, ChangedRequestsAreRefusedOrNotSigned) {
  DeviceChannel channel = sealed();
  const Bytes valid = bytes_of(channel);
  for (int i = 0; i < 1000; ++i) {
    const Bytes changed = mutate(valid, random_);
    if (changed == valid) continue;
    const auto received = SealedRequest::parse(changed);
    if (!received) continue;
    // What still parses either is under another signature or no longer what was signed.
    EXPECT_TRUE(received->signature() != signature_ || received->signed_bytes() != channel.to_sign());
  }
}

TEST_F(Channel, ChangedAnswersAreRefused) {
  DeviceChannel channel = sealed();
  const auto answer =
      SealedRequest::parse(bytes_of(channel))->open(vault_)->seal_response(as_bytes("answer"), random_);
  for (int i = 0; i < 500; ++i) {
    const Bytes changed = mutate(*answer, random_);
    if (changed == *answer) continue;
    EXPECT_FALSE(channel.open_response(changed)) << to_hex(changed);
  }
}

TEST_F(Channel, OversizedMessagesAreRefusedUnread) {
  const std::string long_request(max_sealed_size, 'x');
  DeviceChannel channel = sealed(long_request);
  EXPECT_EQ(SealedRequest::parse(bytes_of(channel)).error(), Error::malformed);
  EXPECT_EQ(channel.open_response(Bytes(max_sealed_size + 1, 0x30)).error(), Error::malformed);
}

}  // namespace
}  // namespace palmkey::core
