#include "core/descriptor.hpp"

#include <gtest/gtest.h>

#include "core/der.hpp"
#include "tests/core/test_random.hpp"

namespace palmkey::core {
namespace {

// A self-signed root made by `openssl req -new -x509 -sm3 -sigopt distid:1234567812345678`, and its key.
constexpr std::string_view root_hex =
    "308201d230820177a00302010202146c7354523a9dfb685738d0447fb74f36321a16f5300a06082a811ccf5501837530"
    "3e310b300906035504061302434e311b3019060355040a0c12e7a4bae88c83e8aea4e8af81e4b8ade5bf833112301006"
    "035504030c09e7a4bae88c83e6a0b9301e170d3236313132323137323330355a170d3336313131393137323330355a30"
    "3e310b300906035504061302434e311b3019060355040a0c12e7a4bae88c83e8aea4e8af81e4b8ade5bf833112301006"
    "035504030c09e7a4bae88c83e6a0b93059301306072a8648ce3d020106082a811ccf5501822d03420004cc45a6bafa7e"
    "f1b42e4f03000b087224a63255071f97cd37cb1f756e5664f2807798acff0f4a7f29e5dc2b6442011416f8743d0871be"
    "d32becc2f67b9ca04e8ba3533051301d0603551d0e04160414de6c9226058637738f79a7f8f625d1e99518783e301f06"
    "03551d23041830168014de6c9226058637738f79a7f8f625d1e99518783e300f0603551d130101ff040530030101ff30"
    "0a06082a811ccf5501837503490030460221008ffe2acd36881c03558442a59176b103d4f632e79d5eb12f80a8f913a0"
    "b879ba022100fbd3cc019590c0bed6d8ae95e539c0818edbf0722e7f2007127b81a0a2d1bca2";
constexpr std::string_view root_key_hex = "51d9ba4b0dbb3b043091788b4584e05254568c7f3cc0790d3907b0191ed5c5b0";

Descriptor example() {
  Descriptor descriptor;
  descriptor.name = "示范认证中心";
  descriptor.base_url = "https://palmkey.example";
  descriptor.sealing_keys = {{sm2::Point::base(), 1772323200, 1900000000}};
  descriptor.roots = {sm3(testing::bytes(root_hex))};
  return descriptor;
}

SignedDescriptor signed_by_root(const Descriptor& descriptor) {
  testing::TestRandom random(1);
  const auto key = *sm2::PrivateKey::decode(testing::bytes(root_key_hex));
  const auto der = encode_descriptor(descriptor);
  return {der, testing::bytes(root_hex), *key.sign(der, random)};
}

TEST(PlatformDescriptor, ReadsWhatItWrote) {
  const auto decoded = decode_descriptor(encode_descriptor(example()));
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->name, "示范认证中心");
  EXPECT_EQ(decoded->base_url, "https://palmkey.example");
  ASSERT_EQ(decoded->sealing_keys.size(), 1u);
  EXPECT_EQ(decoded->sealing_keys[0].key, sm2::Point::base());
  EXPECT_EQ(decoded->sealing_keys[0].not_before, 1772323200);
  EXPECT_EQ(decoded->sealing_keys[0].not_after, 1900000000);
  EXPECT_EQ(decoded->roots, example().roots);

  const auto travelled = decode_signed_descriptor(encode_signed_descriptor(signed_by_root(example())));
  ASSERT_TRUE(travelled);
  EXPECT_EQ(travelled->fingerprint(), sm3(encode_descriptor(example())));
}

TEST(PlatformDescriptor, RefusesOtherForms) {
  auto der = encode_descriptor(example());
  der.push_back(0);
  EXPECT_FALSE(decode_descriptor(der));
  auto without_roots = example();
  without_roots.roots.clear();
  EXPECT_FALSE(decode_descriptor(encode_descriptor(without_roots)));
  auto without_keys = example();
  without_keys.sealing_keys.clear();
  EXPECT_FALSE(decode_descriptor(encode_descriptor(without_keys)));

  const auto with_times = [](bool generalized, std::uint64_t version) {
    der::Writer writer;
    writer.sequence([&](der::Writer& w) {
      w.small_integer(version).utf8("a").utf8("b");
      w.sequence([&](der::Writer& keys) {
        keys.sequence([&](der::Writer& key) {
          key.octets(sm2::Point::base().encode());
          generalized ? key.generalized_time(1772323200).generalized_time(1772323201)
                      : key.time(1772323200).time(1772323201);
        });
      });
      w.sequence([](der::Writer& roots) { roots.octets(Bytes(32)); });
    });
    return writer.take();
  };
  EXPECT_TRUE(decode_descriptor(with_times(true, 1)));
  EXPECT_FALSE(decode_descriptor(with_times(false, 1)));
  EXPECT_EQ(decode_descriptor(with_times(true, 2)).error(), Error::unsupported);
}

TEST(PlatformDescriptor, IsPinnedByItsFingerprintAlone) {
  const auto travelled = signed_by_root(example());
  EXPECT_TRUE(pin_descriptor(travelled, travelled.fingerprint()));
  EXPECT_EQ(pin_descriptor(travelled, Digest{}).error(), Error::not_pinned);
}

TEST(PlatformDescriptor, IsRefusedUnderASignatureOfAnother) {
  auto travelled = signed_by_root(example());
  travelled.signature.s[31] ^= 1;
  EXPECT_EQ(pin_descriptor(travelled, travelled.fingerprint()).error(), Error::bad_signature);
  EXPECT_EQ(renew_descriptor(travelled, example()).error(), Error::bad_signature);
}

TEST(PlatformDescriptor, IsRefusedIfItDoesNotListTheRootThatSignedIt) {
  auto foreign = example();
  foreign.roots = {Digest{}};
  const auto travelled = signed_by_root(foreign);
  EXPECT_EQ(pin_descriptor(travelled, travelled.fingerprint()).error(), Error::not_pinned);
}

TEST(PlatformDescriptor, IsRenewedByAPinnedRootOnly) {
  auto later = example();
  later.base_url = "https://other.example";
  const auto renewed = renew_descriptor(signed_by_root(later), example());
  ASSERT_TRUE(renewed);
  EXPECT_EQ(renewed->base_url, "https://other.example");

  auto pinned = example();
  pinned.roots = {Digest{}};
  EXPECT_EQ(renew_descriptor(signed_by_root(later), pinned).error(), Error::not_pinned);
}

}  // namespace
}  // namespace palmkey::core
