#include "pki/p256.hpp"

#include <gtest/gtest.h>

#include "tests/core/test_random.hpp"
#include "tests/pki/tools_fixture.hpp"

namespace palmkey::pki {
namespace {

using core::Error;
using core::testing::bytes;

// RFC 6979, A.2.5: the message "sample" with SHA-256.
const core::Bytes rfc_point = bytes(
    "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
    "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299");
const core::Bytes rfc_signature = bytes(
    "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
    "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");

TEST(P256, VerifiesTheExampleOfRfc6979) {
  EXPECT_TRUE(verify_p256(rfc_point, core::as_bytes("sample"), rfc_signature));
}

TEST(P256, RefusesAnotherMessageOrSignature) {
  EXPECT_EQ(verify_p256(rfc_point, core::as_bytes("Sample"), rfc_signature).error(), Error::bad_signature);
  core::Bytes tampered = rfc_signature;
  tampered[40] ^= 1;
  EXPECT_EQ(verify_p256(rfc_point, core::as_bytes("sample"), tampered).error(), Error::bad_signature);
  EXPECT_EQ(verify_p256(rfc_point, core::as_bytes("sample"), core::Bytes(64)).error(), Error::bad_signature);
}

TEST(P256, RefusesPointsAndSignaturesOfAnotherForm) {
  core::Bytes off_curve = rfc_point;
  off_curve[64] ^= 1;
  EXPECT_EQ(verify_p256(off_curve, core::as_bytes("sample"), rfc_signature).error(), Error::not_on_curve);
  core::Bytes compressed(rfc_point.begin(), rfc_point.begin() + 33);
  compressed[0] = 0x03;
  EXPECT_EQ(verify_p256(compressed, core::as_bytes("sample"), rfc_signature).error(), Error::malformed);
  core::Bytes hybrid = rfc_point;
  hybrid[0] = 0x07;
  EXPECT_EQ(verify_p256(hybrid, core::as_bytes("sample"), rfc_signature).error(), Error::malformed);
  core::Bytes longer = rfc_signature;
  longer.push_back(0);
  EXPECT_EQ(verify_p256(rfc_point, core::as_bytes("sample"), longer).error(), Error::malformed);
}

TEST(P256Key, SignsAndComesBackFromPkcs8) {
  auto key = P256Key::generate();
  ASSERT_TRUE(key);
  auto secret = key->encode();
  ASSERT_TRUE(secret);
  auto again = P256Key::decode(secret->view());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->public_key(), key->public_key());
  for (int i = 0; i < 16; ++i) {  // so that short r and s occur at times
    auto signature = again->sign(core::as_bytes("message"));
    ASSERT_TRUE(signature);
    EXPECT_TRUE(verify_p256(key->public_key(), core::as_bytes("message"), *signature));
  }
}

TEST(P256Key, TwoKeysDiffer) {
  EXPECT_NE(P256Key::generate()->public_key(), P256Key::generate()->public_key());
}

TEST(P256Key, RefusesOtherKeysAndTrailingBytes) {
  testing::Folder folder;
  ASSERT_EQ(folder
                .run("openssl ecparam -name secp384r1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt "
                     "-outform DER -out other.der")
                .exit_code,
            0);
  EXPECT_EQ(P256Key::decode(folder.read("other.der")).error(), Error::unsupported);
  auto key = P256Key::generate();
  ASSERT_TRUE(key);
  auto secret = key->encode();
  ASSERT_TRUE(secret);
  core::Bytes longer(secret->view().begin(), secret->view().end());
  longer.push_back(0);
  EXPECT_EQ(P256Key::decode(longer).error(), Error::malformed);
  EXPECT_EQ(P256Key::decode(core::ByteView(longer).first(40)).error(), Error::malformed);
}

}  // namespace
}  // namespace palmkey::pki
