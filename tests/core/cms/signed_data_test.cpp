#include "core/cms/signed_data.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/cms/signed_attributes.hpp"
#include "core/intent.hpp"
#include "core/spki.hpp"
#include "tests/core/mutations.hpp"
#include "tests/pki/authority_fixture.hpp"
#include "tests/pki/tools_fixture.hpp"

namespace palmkey::core {
namespace {

using pki::testing::Authority;
using ::testing::HasSubstr;

class CmsSignedData : public ::testing::Test {
 protected:
  sm2::Signature signature_of(const Bytes& message) {
    return *authority.subscriber_key.sign(message, authority.random);
  }
  Bytes assembled() {
    return *assemble_signed_data(attributes, signature_of(attributes), signer.der,
                                 {authority.issuing.der, authority.root.der});
  }

  Authority authority;
  Certificate signer = authority.issue(pki::subscriber_signing_profile(),
                                       authority.contents("张示范", authority.subscriber_key));
  Bytes content = Bytes(1000, 0x5a);
  Bytes attributes = encode_signed_attributes({sm3(content), sm3(signer.der)});
};

TEST_F(CmsSignedData, AttributesAreAnIntentThatMayBeSigned) {
  const auto read = read_signed_attributes(attributes);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->message_digest, sm3(content));
  EXPECT_EQ(read->certificate_digest, sm3(signer.der));
  const auto summary = check_intent(IntentKind::cms, attributes, signer.public_key);
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary->one_line, "cms " + to_hex(sm3(content)));
}

TEST_F(CmsSignedData, RoundTripsAndVerifies) {
  const auto data = read_signed_data(assembled());
  ASSERT_TRUE(data);
  EXPECT_EQ(data->signed_attributes, attributes);
  EXPECT_EQ(data->message_digest, sm3(content));
  EXPECT_EQ(data->signer().der, signer.der);
  EXPECT_EQ(data->certificates.size(), 3u);
  EXPECT_TRUE(verify_signed_data(*data));
}

TEST_F(CmsSignedData, RefusesAnothersSignature) {
  auto data = *read_signed_data(assembled());
  data.signature = signature_of(Bytes(3, 1));
  EXPECT_EQ(verify_signed_data(data).error(), Error::bad_signature);
  auto other = *read_signed_data(assembled());
  (*other.certificate_digest)[0] ^= 1;
  EXPECT_EQ(verify_signed_data(other).error(), Error::bad_signature);
}

TEST_F(CmsSignedData, IsNotAssembledOfPartsThatDoNotBelongTogether) {
  EXPECT_EQ(assemble_signed_data(attributes, signature_of(content), signer.der, {}).error(),
            Error::bad_signature);
  EXPECT_EQ(assemble_signed_data(attributes, signature_of(attributes), authority.issuing.der, {}).error(),
            Error::bad_signature);
  EXPECT_EQ(assemble_signed_data(content, signature_of(content), signer.der, {}).error(), Error::malformed);
}

TEST_F(CmsSignedData, RefusesAKeyThatIsNotForSignatures) {
  const auto encryption = authority.issue(pki::subscriber_encryption_profile(),
                                          authority.contents("张示范", authority.subscriber_key));
  const Bytes own = encode_signed_attributes({sm3(content), sm3(encryption.der)});
  const auto data = read_signed_data(*assemble_signed_data(own, signature_of(own), encryption.der, {}));
  ASSERT_TRUE(data);
  EXPECT_EQ(verify_signed_data(*data).error(), Error::wrong_key_usage);
}

TEST_F(CmsSignedData, RefusesOtherAlgorithms) {
  Bytes der = assembled();
  // SM3, 1.2.156.10197.1.401, becomes .402 in the SignerInfo.
  const Bytes sm3_oid = testing::bytes("2a811ccf55018311");
  const auto found = std::find_end(der.begin(), der.end(), sm3_oid.begin(), sm3_oid.end());
  ASSERT_NE(found, der.end());
  *(found + 7) = 0x12;
  EXPECT_FALSE(read_signed_data(der));
}

TEST_F(CmsSignedData, NeedsTheSignersCertificate) {
  Bytes der = assembled();
  // Another serial number in the certificate than in the SignerInfo.
  const auto found = std::search(der.begin(), der.end(), signer.serial.begin(), signer.serial.end());
  ASSERT_NE(found, der.end());
  *found ^= 1;
  EXPECT_EQ(read_signed_data(der).error(), Error::not_found);
}

TEST_F(CmsSignedData, IsReadAndVerifiedByOpenssl) {
  const pki::testing::Folder folder;
  folder.write("signed.der", assembled());
  folder.write("attributes.der", attributes);
  folder.write("key.der", encode_spki(signer.public_key));
  folder.write("signature.der", sm2::encode_der(read_signed_data(assembled())->signature));
  const auto structure = folder.run("openssl asn1parse -inform DER -in signed.der");
  EXPECT_EQ(structure.exit_code, 0) << structure.output;
  EXPECT_THAT(structure.output, HasSubstr("id-smime-aa-signingCertificateV2"));
  EXPECT_THAT(structure.output, HasSubstr(":sm3"));
  EXPECT_THAT(structure.output, HasSubstr(":SM2-with-SM3"));
  const auto printed = folder.run("openssl cms -cmsout -print -inform DER -in signed.der");
  EXPECT_EQ(printed.exit_code, 0) << printed.output;
  EXPECT_THAT(printed.output, HasSubstr("eContent: <ABSENT>"));
  const std::string verify =
      "openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -sigfile signature.der -rawin -digest sm3 "
      "-pkeyopt distid:1234567812345678 -in ";
  EXPECT_EQ(folder.run(verify + "attributes.der").exit_code, 0)
      << folder.run(verify + "attributes.der").output;
  EXPECT_NE(folder.run(verify + "signed.der").exit_code, 0);
}

TEST_F(CmsSignedData, SurvivesRandomChanges) {
  const Bytes valid = assembled();
  testing::TestRandom random(11);
  int read = 0;
  for (int i = 0; i < 3000; ++i) {
    const auto data = read_signed_data(testing::mutate(valid, random));
    if (!data) continue;
    ++read;
    // What can still be read says the same or does not verify.
    if (data->signed_attributes != attributes || !(data->signer().public_key == signer.public_key)) {
      EXPECT_FALSE(verify_signed_data(*data));
    }
  }
  EXPECT_LT(read, 3000);
}

}  // namespace
}  // namespace palmkey::core
