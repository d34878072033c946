#include "pki/crl.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/signed_der.hpp"
#include "pki/pem.hpp"
#include "tests/pki/authority_fixture.hpp"
#include "tests/pki/tools_fixture.hpp"

namespace palmkey::pki {
namespace {

using core::Error;
using testing::Authority;
using testing::day;
using testing::Folder;
using ::testing::HasSubstr;
using testing::now;

class CertificateRevocationList : public ::testing::Test {
 protected:
  CrlContents contents() {
    return {.number = 42,
            .this_update = now,
            .next_update = now + day,
            .revoked = {{core::Bytes(16, 0x11), now - 30, RevocationReason::key_compromise},
                        {core::Bytes(16, 0x81), now - 20, RevocationReason::certificate_hold},
                        {core::Bytes(16, 0x33), now - 10, RevocationReason::unspecified}}};
  }
  core::Bytes signed_list(const CrlContents& list) {
    auto der = sign_crl(list, authority.issuing, signer_with(authority.issuing_key, authority.random));
    EXPECT_TRUE(der);
    return der ? *der : core::Bytes();
  }
  Error verify_error(const Crl& crl, const core::Certificate& issuer, std::int64_t at_time) {
    auto result = verify_crl(crl, issuer, at_time);
    return result ? Error::unsupported : result.error();
  }

  Authority authority;
};

TEST_F(CertificateRevocationList, RoundTripsAndVerifies) {
  auto crl = decode_crl(signed_list(contents()));
  ASSERT_TRUE(crl);
  EXPECT_EQ(crl->number, 42u);
  EXPECT_EQ(crl->this_update, now);
  EXPECT_EQ(crl->next_update, now + day);
  EXPECT_EQ(crl->revoked, contents().revoked);
  EXPECT_EQ(crl->issuer, authority.issuing.subject);
  EXPECT_TRUE(verify_crl(*crl, authority.issuing, now));
  ASSERT_NE(crl->find(core::Bytes(16, 0x81)), nullptr);
  EXPECT_EQ(crl->find(core::Bytes(16, 0x81))->reason, RevocationReason::certificate_hold);
  EXPECT_EQ(crl->find(core::Bytes(16, 0x12)), nullptr);
}

TEST_F(CertificateRevocationList, MayBeEmpty) {
  CrlContents empty = contents();
  empty.revoked.clear();
  auto crl = decode_crl(signed_list(empty));
  ASSERT_TRUE(crl);
  EXPECT_TRUE(crl->revoked.empty());
  EXPECT_TRUE(verify_crl(*crl, authority.issuing, now));
}

TEST_F(CertificateRevocationList, RefusesTamperingAnotherIssuerAndAnotherTime) {
  auto crl = decode_crl(signed_list(contents()));
  ASSERT_TRUE(crl);
  EXPECT_EQ(verify_error(*crl, authority.issuing, now - 1), Error::stale);
  EXPECT_EQ(verify_error(*crl, authority.issuing, now + day + 1), Error::stale);
  EXPECT_EQ(verify_error(*crl, authority.root, now), Error::wrong_issuer);
  core::Certificate without_crl_sign = authority.issuing;
  without_crl_sign.key_usage = core::key_usage::key_certificate_sign;
  EXPECT_EQ(verify_error(*crl, without_crl_sign, now), Error::wrong_key_usage);
  crl->tbs.back() ^= 1;
  EXPECT_EQ(verify_error(*crl, authority.issuing, now), Error::bad_signature);
}

TEST_F(CertificateRevocationList, IsSignedOnlyByWhoMayAndInOrder) {
  const core::Certificate subscriber =
      authority.issue(subscriber_signing_profile(), authority.contents("张示范", authority.subscriber_key));
  EXPECT_EQ(sign_crl(contents(), subscriber, signer_with(authority.subscriber_key, authority.random)).error(),
            Error::wrong_key_usage);
  EXPECT_EQ(
      sign_crl(contents(), authority.issuing, signer_with(authority.root_key, authority.random)).error(),
      Error::bad_signature);
  CrlContents backwards = contents();
  backwards.next_update = backwards.this_update;
  EXPECT_EQ(
      sign_crl(backwards, authority.issuing, signer_with(authority.issuing_key, authority.random)).error(),
      Error::out_of_range);
  CrlContents without_serial = contents();
  without_serial.revoked[0].serial.clear();
  EXPECT_EQ(sign_crl(without_serial, authority.issuing, signer_with(authority.issuing_key, authority.random))
                .error(),
            Error::out_of_range);
}

TEST_F(CertificateRevocationList, RefusesBytesOfAnotherForm) {
  core::Bytes der = signed_list(contents());
  der.push_back(0);
  EXPECT_EQ(decode_crl(der).error(), Error::malformed);
  EXPECT_EQ(decode_crl(authority.issuing.der).error(), Error::unsupported);
  // 07 is no reason.
  der.pop_back();
  const core::Bytes hold{0x0a, 0x01, 0x06};
  const auto at = std::search(der.begin(), der.end(), hold.begin(), hold.end());
  ASSERT_NE(at, der.end());
  at[2] = 7;
  EXPECT_EQ(decode_crl(der).error(), Error::malformed);
}

TEST_F(CertificateRevocationList, OpenSslReadsItAndVerifiesItsSignature) {
  Folder folder;
  const core::Bytes der = signed_list(contents());
  auto crl = decode_crl(der);
  ASSERT_TRUE(crl);
  folder.write("list.crl", der);
  folder.write("tbs", crl->tbs);
  folder.write("signature", core::sm2::encode_der(crl->signature));
  folder.write("issuing.pem", testing::bundle({&authority.issuing}));
  const auto text = folder.run("openssl crl -inform DER -in list.crl -noout -text");
  EXPECT_EQ(text.exit_code, 0);
  for (const char* part : {"Version 2", "SM2-with-SM3", "X509v3 CRL Number", "Key Compromise",
                           "Certificate Hold", "X509v3 Authority Key Identifier"}) {
    EXPECT_THAT(text.output, HasSubstr(part));
  }
  const std::string verify =
      "openssl x509 -in issuing.pem -noout -pubkey > key.pem && openssl pkeyutl -verify -rawin -digest sm3 "
      "-pkeyopt distid:1234567812345678 -pubin -inkey key.pem -sigfile signature -in ";
  const auto good = folder.run(verify + "tbs");
  EXPECT_EQ(good.exit_code, 0) << good.output;
  crl->tbs.back() ^= 1;
  folder.write("tampered", crl->tbs);
  EXPECT_NE(folder.run(verify + "tampered").exit_code, 0);
  const auto certtool = folder.run("certtool --crl-info --inder --infile list.crl");
  EXPECT_EQ(certtool.exit_code, 0) << certtool.output;
}

}  // namespace
}  // namespace palmkey::pki
