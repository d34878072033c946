#include "pki/jws_key.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "core/encoding.hpp"
#include "pki/digest.hpp"
#include "pki/p256.hpp"
#include "tests/core/test_random.hpp"
#include "tests/pki/tools_fixture.hpp"

namespace palmkey::pki {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string member(const std::string& json, const std::string& name) {
  std::smatch match;
  const std::regex pattern("\"" + name + "\":\"([^\"]*)\"");
  return std::regex_search(json, match, pattern) ? match[1].str() : std::string();
}

TEST(JwsKey, Es256SignaturesVerifyUnderTheJwk) {
  auto key = JwsKey::generate(JwsAlgorithm::es256);
  ASSERT_TRUE(key);
  const std::string& jwk = key->public_jwk();
  EXPECT_EQ(member(jwk, "kty"), "EC");
  EXPECT_EQ(member(jwk, "alg"), "ES256");
  EXPECT_EQ(member(jwk, "use"), "sig");
  EXPECT_EQ(member(jwk, "kid"), key->key_id());
  core::Bytes point{0x04};
  for (const char* coordinate : {"x", "y"}) {
    auto bytes = core::from_base64url(member(jwk, coordinate));
    ASSERT_TRUE(bytes);
    point.insert(point.end(), bytes->begin(), bytes->end());
  }
  auto signature = key->sign(core::as_bytes("header.payload"));
  ASSERT_TRUE(signature);
  EXPECT_TRUE(verify_p256(point, core::as_bytes("header.payload"), *signature));
  EXPECT_FALSE(verify_p256(point, core::as_bytes("header.other"), *signature));
}

TEST(JwsKey, Rs256SignaturesVerifyWithOpenSsl) {
  auto key = JwsKey::generate(JwsAlgorithm::rs256);
  ASSERT_TRUE(key);
  EXPECT_EQ(member(key->public_jwk(), "kty"), "RSA");
  EXPECT_EQ(member(key->public_jwk(), "e"), "AQAB");
  EXPECT_EQ(core::from_base64url(member(key->public_jwk(), "n"))->size(), 256u);
  testing::Folder folder;
  folder.write("key.der", key->encode()->view());
  folder.write("message", core::as_bytes("header.payload"));
  folder.write("other", core::as_bytes("header.other"));
  folder.write("signature", *key->sign(core::as_bytes("header.payload")));
  ASSERT_EQ(folder.run("openssl pkey -inform DER -in key.der -pubout -out key.pem").exit_code, 0);
  EXPECT_EQ(folder.run("openssl dgst -sha256 -verify key.pem -signature signature message").exit_code, 0);
  EXPECT_NE(folder.run("openssl dgst -sha256 -verify key.pem -signature signature other").exit_code, 0);
}

TEST(JwsKey, PublicJwkHoldsNoPrivateMember) {
  for (const JwsAlgorithm algorithm : {JwsAlgorithm::es256, JwsAlgorithm::rs256}) {
    auto key = JwsKey::generate(algorithm);
    ASSERT_TRUE(key);
    for (const char* name : {"\"d\"", "\"p\"", "\"q\""}) EXPECT_THAT(key->public_jwk(), Not(HasSubstr(name)));
  }
}

TEST(JwsKey, ComesBackFromPkcs8WithTheSameName) {
  for (const JwsAlgorithm algorithm : {JwsAlgorithm::es256, JwsAlgorithm::rs256}) {
    auto key = JwsKey::generate(algorithm);
    ASSERT_TRUE(key);
    auto again = JwsKey::decode(key->encode()->view());
    ASSERT_TRUE(again);
    EXPECT_EQ(again->algorithm(), algorithm);
    EXPECT_EQ(again->public_jwk(), key->public_jwk());
  }
}

TEST(JwsKey, NamesKeysByTheThumbprintOfRfc7638) {
  auto key = JwsKey::generate(JwsAlgorithm::es256);
  ASSERT_TRUE(key);
  const std::string& jwk = key->public_jwk();
  const std::string members =
      R"({"crv":"P-256","kty":"EC","x":")" + member(jwk, "x") + R"(","y":")" + member(jwk, "y") + R"("})";
  EXPECT_EQ(key->key_id(), core::to_base64url(sha256(core::as_bytes(members))));
}

TEST(JwsKey, RefusesWeakOrOtherKeys) {
  testing::Folder folder;
  ASSERT_EQ(folder
                .run("openssl genrsa 1024 | openssl pkcs8 -topk8 -nocrypt -outform DER -out rsa.der && "
                     "openssl genpkey -algorithm ED25519 -outform DER -out ed.der")
                .exit_code,
            0);
  EXPECT_EQ(JwsKey::decode(folder.read("rsa.der")).error(), core::Error::unsupported);
  EXPECT_EQ(JwsKey::decode(folder.read("ed.der")).error(), core::Error::unsupported);
  EXPECT_EQ(JwsKey::decode({}).error(), core::Error::malformed);
}

TEST(Digest, GivesTheKnownAnswers) {
  EXPECT_EQ(core::to_hex(sha1(core::as_bytes("abc"))), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(core::to_hex(sha256(core::as_bytes("abc"))),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace palmkey::pki
