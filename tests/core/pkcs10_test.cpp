#include "core/pkcs10.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/der.hpp"
#include "core/signed_der.hpp"
#include "core/spki.hpp"
#include "tests/core/test_random.hpp"

namespace palmkey::core {
namespace {

// The key of the example in GB/T 32918.5, annex A.
constexpr std::string_view example_key = "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8";
constexpr std::string_view example_point =
    "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
    "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13";

sm2::PrivateKey key() {
  return *sm2::PrivateKey::decode(*from_hex(example_key));
}

Name subject() {
  return *Name::of({{attribute_type::country, "CN"}, {attribute_type::common_name, "张示范"}});
}

Bytes signed_request() {
  testing::TestRandom random(1);
  const Bytes info = encode_request_info(subject(), key().public_key());
  return encode_request(info, *key().sign(info, random));
}

TEST(SubjectPublicKeyInfo, HasTheFormOfGmT0009) {
  EXPECT_EQ(to_hex(encode_spki(key().public_key())),
            "3059301306072a8648ce3d020106082a811ccf5501822d034200" + std::string(example_point));
  auto decoded = decode_spki(encode_spki(key().public_key()));
  ASSERT_TRUE(decoded);
  EXPECT_EQ(*decoded, key().public_key());
}

TEST(SubjectPublicKeyInfo, RefusesOtherAlgorithmsSizesAndPoints) {
  Bytes spki(spki_size);
  const auto good = encode_spki(key().public_key());
  std::copy(good.begin(), good.end(), spki.begin());
  Bytes other_curve = spki;
  other_curve[22] ^= 1;
  EXPECT_EQ(decode_spki(other_curve).error(), Error::unsupported);
  Bytes longer = spki;
  longer.push_back(0);
  EXPECT_EQ(decode_spki(longer).error(), Error::unsupported);
  Bytes off_curve = spki;
  off_curve.back() ^= 1;
  EXPECT_EQ(decode_spki(off_curve).error(), Error::not_on_curve);
}

TEST(CertificationRequest, RoundTrips) {
  auto request = decode_request(signed_request());
  ASSERT_TRUE(request);
  EXPECT_EQ(request->info.subject, subject());
  EXPECT_EQ(request->info.public_key, key().public_key());
  EXPECT_EQ(request->info_der, encode_request_info(subject(), key().public_key()));
}

TEST(CertificationRequest, WritesItsAttributesThoughEmpty) {
  const Bytes info = encode_request_info(subject(), key().public_key());
  ASSERT_GT(info.size(), 2u);
  EXPECT_EQ(info[info.size() - 2], 0xa0);
  EXPECT_EQ(info[info.size() - 1], 0x00);
}

TEST(CertificationRequest, RefusesATamperedSubject) {
  Bytes request = signed_request();
  const std::string_view name = "张示范";
  const auto at = std::search(request.begin(), request.end(), name.begin(), name.end(),
                              [](std::uint8_t a, char b) { return a == static_cast<std::uint8_t>(b); });
  ASSERT_NE(at, request.end());
  at[2] ^= 1;
  auto result = decode_request(request);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error(), Error::bad_signature);
}

TEST(CertificationRequest, RefusesTheSignatureOfAnotherKey) {
  testing::TestRandom random(1);
  const Bytes info = encode_request_info(subject(), key().public_key());
  const auto other = sm2::PrivateKey::generate(random);
  ASSERT_TRUE(other);
  auto result = decode_request(encode_request(info, *other->sign(info, random)));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error(), Error::bad_signature);
}

TEST(CertificationRequest, RefusesTrailingBytesAndATornEnd) {
  Bytes request = signed_request();
  request.push_back(0);
  EXPECT_EQ(decode_request(request).error(), Error::malformed);
  request.resize(request.size() - 2);
  EXPECT_EQ(decode_request(request).error(), Error::malformed);
}

Error info_error(std::uint64_t version, const std::function<void(der::Writer&)>& end) {
  der::Writer writer;
  writer.sequence([&](der::Writer& w) {
    w.small_integer(version);
    w.raw(subject().encode());
    w.raw(encode_spki(key().public_key()));
    end(w);
  });
  auto result = decode_request_info(writer.bytes());
  EXPECT_FALSE(result);
  return result ? Error::refused : result.error();
}

TEST(CertificationRequestInfo, RefusesOtherVersionsAndAttributes) {
  const auto empty_attributes = [](der::Writer& w) { w.element(der::context_constructed(0), {}); };
  EXPECT_EQ(info_error(1, empty_attributes), Error::unsupported);
  EXPECT_EQ(info_error(0, [](der::Writer&) {}), Error::malformed);
  EXPECT_EQ(info_error(0, [](der::Writer& w) { w.element(der::context(0), {}); }), Error::malformed);
  EXPECT_EQ(info_error(0,
                       [](der::Writer& w) {
                         w.constructed(der::context_constructed(0), [](der::Writer& a) { a.null(); });
                       }),
            Error::unsupported);
  EXPECT_EQ(info_error(0,
                       [&](der::Writer& w) {
                         empty_attributes(w);
                         w.null();
                       }),
            Error::malformed);
}

TEST(SignedDer, RefusesAnotherSignatureAlgorithm) {
  Bytes request = signed_request();
  const Bytes algorithm = *from_hex("2a811ccf55018375");
  const auto at = std::search(request.begin(), request.end(), algorithm.begin(), algorithm.end());
  ASSERT_NE(at, request.end());
  at[7] ^= 1;
  auto result = read_signed(request);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error(), Error::unsupported);
}

}  // namespace
}  // namespace palmkey::core
