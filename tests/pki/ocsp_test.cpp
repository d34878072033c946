#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/signed_der.hpp"
#include "pki/ocsp_response.hpp"
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

class Ocsp : public ::testing::Test {
 protected:
  Ocsp()
      : responder_key(*core::sm2::PrivateKey::generate(authority.random)),
        responder(authority.issue(ocsp_responder_profile(), authority.contents("示范应答", responder_key))),
        subscriber(authority.issue(subscriber_signing_profile(),
                                   authority.contents("张示范", authority.subscriber_key))) {}

  OcspResponseContents contents() {
    const OcspCertificateId id = certificate_id(authority.issuing, subscriber.serial);
    return {.produced_at = now,
            .answers = {{.id = id,
                         .status = OcspStatus::good,
                         .reason = {},
                         .this_update = now,
                         .next_update = now + day},
                        {.id = id,
                         .status = OcspStatus::revoked,
                         .revoked_at = now - 60,
                         .reason = RevocationReason::superseded,
                         .this_update = now,
                         .next_update = now + day},
                        {.id = id,
                         .status = OcspStatus::unknown,
                         .reason = {},
                         .this_update = now,
                         .next_update = now + day}},
            .nonce = core::Bytes(16, 0x5a)};
  }
  core::Bytes answer(const OcspResponseContents& what) {
    auto der = sign_ocsp_response(what, responder, signer_with(responder_key, authority.random));
    EXPECT_TRUE(der);
    return der ? *der : core::Bytes();
  }
  OcspResponse response() { return *decode_ocsp_response(answer(contents())); }
  Error verify_error(const OcspResponse& what, const core::Certificate& issuer, std::int64_t at_time,
                     const std::optional<core::Bytes>& nonce = std::nullopt) {
    auto result = verify_ocsp_response(what, issuer, nonce, at_time);
    return result ? Error::unsupported : result.error();
  }
  void write_certificates(const Folder& folder) {
    folder.write("issuing.pem", testing::bundle({&authority.issuing}));
    folder.write("leaf.pem", testing::bundle({&subscriber}));
    folder.write("responder.pem", testing::bundle({&responder}));
  }

  Authority authority;
  core::sm2::PrivateKey responder_key;
  core::Certificate responder;
  core::Certificate subscriber;
};

TEST_F(Ocsp, ReadsRequestsOfOpenSslWithEachHash) {
  Folder folder;
  write_certificates(folder);
  for (const char* hash : {"sha1", "sha256", "sm3"}) {
    const auto made = folder.run(std::string("openssl ocsp -") + hash +
                                 " -issuer issuing.pem -cert leaf.pem -reqout request.der");
    ASSERT_EQ(made.exit_code, 0) << made.output;
    auto request = decode_ocsp_request(folder.read("request.der"));
    ASSERT_TRUE(request) << hash;
    ASSERT_EQ(request->certificates.size(), 1u);
    EXPECT_EQ(request->certificates[0].serial, subscriber.serial);
    EXPECT_TRUE(is_issued_by(request->certificates[0], authority.issuing)) << hash;
    EXPECT_FALSE(is_issued_by(request->certificates[0], authority.root)) << hash;
    EXPECT_TRUE(request->nonce);
  }
  ASSERT_EQ(folder.run("openssl ocsp -md5 -issuer issuing.pem -cert leaf.pem -reqout request.der").exit_code,
            0);
  EXPECT_EQ(decode_ocsp_request(folder.read("request.der")).error(), Error::unsupported);
}

TEST_F(Ocsp, ReadsSeveralCertificatesAndNoNonce) {
  Folder folder;
  write_certificates(folder);
  ASSERT_EQ(folder
                .run("openssl ocsp -no_nonce -issuer issuing.pem -cert leaf.pem -cert responder.pem -reqout "
                     "request.der")
                .exit_code,
            0);
  auto request = decode_ocsp_request(folder.read("request.der"));
  ASSERT_TRUE(request);
  ASSERT_EQ(request->certificates.size(), 2u);
  EXPECT_EQ(request->certificates[1].serial, responder.serial);
  EXPECT_FALSE(request->nonce);
}

TEST_F(Ocsp, OpenSslReadsOurRequest) {
  Folder folder;
  folder.write("request.der", encode_ocsp_request({{certificate_id(authority.issuing, subscriber.serial)},
                                                   core::Bytes(16, 0x77)}));
  const auto text = folder.run("openssl ocsp -reqin request.der -req_text -noverify");
  EXPECT_THAT(text.output, HasSubstr("Hash Algorithm: sm3"));
  EXPECT_THAT(text.output, HasSubstr("OCSP Nonce"));
}

TEST_F(Ocsp, RequestsRoundTrip) {
  const OcspRequest request{{certificate_id(authority.issuing, subscriber.serial)}, core::Bytes(32, 0x77)};
  const core::Bytes der = encode_ocsp_request(request);
  auto decoded = decode_ocsp_request(der);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->certificates, request.certificates);
  EXPECT_EQ(decoded->nonce, request.nonce);
  core::Bytes longer = der;
  longer.push_back(0);
  EXPECT_EQ(decode_ocsp_request(longer).error(), Error::malformed);
}

TEST_F(Ocsp, RefusesRequestsWithoutOrWithTooMuch) {
  const OcspCertificateId id = certificate_id(authority.issuing, subscriber.serial);
  EXPECT_EQ(decode_ocsp_request(encode_ocsp_request({{}, {}})).error(), Error::malformed);
  EXPECT_EQ(decode_ocsp_request({}).error(), Error::malformed);
  OcspRequest many;
  many.certificates.assign(most_ocsp_certificates, id);
  EXPECT_TRUE(decode_ocsp_request(encode_ocsp_request(many)));
  many.certificates.push_back(id);
  EXPECT_EQ(decode_ocsp_request(encode_ocsp_request(many)).error(), Error::out_of_range);
  EXPECT_EQ(decode_ocsp_request(encode_ocsp_request({{id}, core::Bytes()})).error(), Error::malformed);
  EXPECT_EQ(decode_ocsp_request(encode_ocsp_request({{id}, core::Bytes(33)})).error(), Error::malformed);
}

TEST_F(Ocsp, AnswersRoundTripAndVerify) {
  auto decoded = decode_ocsp_response(answer(contents()));
  ASSERT_TRUE(decoded);
  EXPECT_TRUE(verify_ocsp_response(*decoded, authority.issuing, contents().nonce, now));
  EXPECT_EQ(decoded->produced_at, now);
  ASSERT_EQ(decoded->answers.size(), 3u);
  EXPECT_EQ(decoded->answers[0].status, OcspStatus::good);
  EXPECT_EQ(decoded->answers[0].id.serial, subscriber.serial);
  EXPECT_EQ(decoded->answers[1].status, OcspStatus::revoked);
  EXPECT_EQ(decoded->answers[1].revoked_at, now - 60);
  EXPECT_EQ(decoded->answers[1].reason, RevocationReason::superseded);
  EXPECT_EQ(decoded->answers[2].status, OcspStatus::unknown);
}

TEST_F(Ocsp, RefusesTamperingOldAnswersAndAnotherNonce) {
  OcspResponse good = response();
  EXPECT_EQ(verify_error(good, authority.issuing, now - 1), Error::stale);
  EXPECT_EQ(verify_error(good, authority.issuing, now + day + 1), Error::stale);
  EXPECT_EQ(verify_error(good, authority.issuing, now, core::Bytes(16, 0x5b)), Error::stale);
  good.tbs.back() ^= 1;
  EXPECT_EQ(verify_error(good, authority.issuing, now), Error::bad_signature);
  OcspResponseContents silent = contents();
  silent.nonce.reset();
  auto without_nonce = decode_ocsp_response(answer(silent));
  ASSERT_TRUE(without_nonce);
  EXPECT_EQ(verify_error(*without_nonce, authority.issuing, now, core::Bytes(16, 0x5a)), Error::stale);
}

TEST_F(Ocsp, AnswersWithoutANextUpdateAreOldAtOnce) {
  OcspResponseContents brief = contents();
  for (OcspAnswer& single : brief.answers) single.next_update.reset();
  auto decoded = decode_ocsp_response(answer(brief));
  ASSERT_TRUE(decoded);
  EXPECT_TRUE(verify_ocsp_response(*decoded, authority.issuing, std::nullopt, now));
  EXPECT_EQ(verify_error(*decoded, authority.issuing, now + 1), Error::stale);
}

TEST_F(Ocsp, RefusesAResponderThatTheIssuerDidNotAppoint) {
  EXPECT_EQ(verify_error(response(), authority.root, now), Error::wrong_issuer);
  OcspResponse by_subscriber = response();
  by_subscriber.responder = subscriber;
  EXPECT_EQ(verify_error(by_subscriber, authority.issuing, now), Error::wrong_key_usage);
  OcspResponse other_key = response();
  other_key.responder_key_hash[0] ^= 1;
  EXPECT_EQ(verify_error(other_key, authority.issuing, now), Error::wrong_issuer);
  OcspResponse expired = response();
  for (OcspAnswer& single : expired.answers) single.next_update = responder.not_after + 2;
  EXPECT_EQ(verify_error(expired, authority.issuing, responder.not_after + 1), Error::not_valid_now);
}

TEST_F(Ocsp, RefusesAnswersAboutAnotherIssuersCertificates) {
  OcspResponseContents foreign = contents();
  foreign.answers[0].id = certificate_id(authority.root, subscriber.serial);
  auto decoded = decode_ocsp_response(answer(foreign));
  ASSERT_TRUE(decoded);
  EXPECT_EQ(verify_error(*decoded, authority.issuing, now), Error::wrong_issuer);
}

TEST_F(Ocsp, SignsOnlyWithAResponder) {
  EXPECT_EQ(
      sign_ocsp_response(contents(), subscriber, signer_with(authority.subscriber_key, authority.random))
          .error(),
      Error::wrong_key_usage);
  EXPECT_EQ(sign_ocsp_response(contents(), responder, signer_with(authority.subscriber_key, authority.random))
                .error(),
            Error::bad_signature);
}

TEST_F(Ocsp, FailuresAreUnsignedAndReadByOpenSsl) {
  Folder folder;
  folder.write("malformed", encode_ocsp_failure(OcspFailure::malformed_request));
  folder.write("later", encode_ocsp_failure(OcspFailure::try_later));
  folder.write("unauthorized", encode_ocsp_failure(OcspFailure::unauthorized));
  EXPECT_THAT(folder.run("openssl ocsp -respin malformed -resp_text").output, HasSubstr("malformedrequest"));
  EXPECT_THAT(folder.run("openssl ocsp -respin later -resp_text").output, HasSubstr("trylater"));
  EXPECT_THAT(folder.run("openssl ocsp -respin unauthorized -resp_text").output, HasSubstr("unauthorized"));
  EXPECT_EQ(decode_ocsp_response(encode_ocsp_failure(OcspFailure::try_later)).error(), Error::refused);
}

TEST_F(Ocsp, RefusesBytesOfAnotherForm) {
  core::Bytes der = answer(contents());
  der.push_back(0);
  EXPECT_EQ(decode_ocsp_response(der).error(), Error::malformed);
  EXPECT_EQ(decode_ocsp_response({}).error(), Error::malformed);
  EXPECT_FALSE(decode_ocsp_response(authority.issuing.der));
}

TEST_F(Ocsp, OpenSslReadsTheAnswerAndVerifiesItsSignature) {
  Folder folder;
  write_certificates(folder);
  const core::Bytes der = answer(contents());
  auto decoded = decode_ocsp_response(der);
  ASSERT_TRUE(decoded);
  folder.write("answer.der", der);
  folder.write("tbs", decoded->tbs);
  folder.write("signature", core::sm2::encode_der(decoded->signature));
  const auto text = folder.run("openssl ocsp -respin answer.der -resp_text -noverify");
  EXPECT_EQ(text.exit_code, 0) << text.output;
  for (const char* part : {"OCSP Response Status: successful", "Cert Status: good", "Cert Status: revoked",
                           "superseded", "Cert Status: unknown", "SM2-with-SM3", "OCSP Nonce"}) {
    EXPECT_THAT(text.output, HasSubstr(part));
  }
  const std::string verify =
      "openssl x509 -in responder.pem -noout -pubkey > key.pem && openssl pkeyutl -verify -rawin -digest sm3 "
      "-pkeyopt distid:1234567812345678 -pubin -inkey key.pem -sigfile signature -in ";
  EXPECT_EQ(folder.run(verify + "tbs").exit_code, 0);
  decoded->tbs.back() ^= 1;
  folder.write("tampered", decoded->tbs);
  EXPECT_NE(folder.run(verify + "tampered").exit_code, 0);
}

}  // namespace
}  // namespace palmkey::pki
