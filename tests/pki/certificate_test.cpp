#include "core/certificate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "core/der.hpp"
#include "core/pkcs10.hpp"
#include "core/signed_der.hpp"
#include "pki/identity_extension.hpp"
#include "tests/pki/authority_fixture.hpp"
#include "tests/pki/tools_fixture.hpp"

namespace palmkey::pki {
namespace {

using core::Certificate;
using core::Error;
using testing::Authority;
using testing::day;
using testing::Folder;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::now;

class CertificateChain : public ::testing::Test {
 protected:
  Error chain_error(const Certificate& leaf, const Certificate& issuing, const Certificate& root,
                    std::int64_t at_time) {
    auto result = core::verify_chain(leaf, issuing, root, at_time);
    return result ? Error::unsupported : result.error();
  }
  Certificate signing() {
    return authority.issue(subscriber_signing_profile(),
                           authority.contents("张示范", authority.subscriber_key));
  }

  Authority authority;
};

TEST_F(CertificateChain, GivesBackWhatWasBuilt) {
  const CertificateContents contents = authority.contents("张示范", authority.subscriber_key);
  const Certificate certificate = authority.issue(subscriber_signing_profile(), contents);
  EXPECT_EQ(certificate.serial, contents.serial);
  EXPECT_EQ(certificate.subject, contents.subject);
  EXPECT_EQ(certificate.issuer, authority.issuing.subject);
  EXPECT_EQ(certificate.not_before, contents.not_before);
  EXPECT_EQ(certificate.not_after, contents.not_after);
  EXPECT_EQ(certificate.public_key, authority.subscriber_key.public_key());
  EXPECT_EQ(certificate.key_usage, core::key_usage::digital_signature | core::key_usage::non_repudiation);
  EXPECT_FALSE(certificate.is_authority);
  EXPECT_EQ(certificate.subject_key_identifier, key_identifier(certificate.public_key));
  EXPECT_EQ(certificate.authority_key_identifier, authority.issuing.subject_key_identifier);
  EXPECT_TRUE(authority.issuing.is_authority);
  EXPECT_EQ(authority.issuing.path_length, 0u);
}

TEST_F(CertificateChain, VerifiesSigningEncryptionAndResponderCertificates) {
  for (const CertificateProfile* profile :
       {&subscriber_signing_profile(), &subscriber_encryption_profile(), &ocsp_responder_profile()}) {
    const Certificate leaf =
        authority.issue(*profile, authority.contents("张示范", authority.subscriber_key));
    EXPECT_TRUE(core::verify_chain(leaf, authority.issuing, authority.root, now)) << profile->name;
  }
}

TEST_F(CertificateChain, RefusesATamperedCertificate) {
  Certificate leaf = signing();
  leaf.tbs[leaf.tbs.size() - 1] ^= 1;
  EXPECT_EQ(chain_error(leaf, authority.issuing, authority.root, now), Error::bad_signature);
}

TEST_F(CertificateChain, RefusesAWrongSignatureOfEachCertificate) {
  std::array good = {signing(), authority.issuing, authority.root};
  for (std::size_t i = 0; i < good.size(); ++i) {
    auto chain = good;
    chain[i].signature.s[31] ^= 1;
    EXPECT_EQ(chain_error(chain[0], chain[1], chain[2], now), Error::bad_signature) << i;
    chain[i].signature.r = {};
    EXPECT_EQ(chain_error(chain[0], chain[1], chain[2], now), Error::out_of_range) << i;
  }
}

TEST_F(CertificateChain, RefusesTimesOutsideTheValidity) {
  const Certificate leaf = signing();
  EXPECT_EQ(chain_error(leaf, authority.issuing, authority.root, leaf.not_before - 1), Error::not_valid_now);
  EXPECT_TRUE(core::verify_chain(leaf, authority.issuing, authority.root, leaf.not_before));
  EXPECT_TRUE(core::verify_chain(leaf, authority.issuing, authority.root, leaf.not_after));
  EXPECT_EQ(chain_error(leaf, authority.issuing, authority.root, leaf.not_after + 1), Error::not_valid_now);
}

TEST_F(CertificateChain, RefusesAnExpiredIssuer) {
  CertificateContents contents = authority.contents("张示范", authority.subscriber_key);
  contents.not_after = authority.issuing.not_after + day;
  const Certificate leaf =
      authority.force(subscriber_signing_profile(), contents, authority.issuing, authority.issuing_key);
  EXPECT_EQ(chain_error(leaf, authority.issuing, authority.root, authority.issuing.not_after + 1),
            Error::not_valid_now);
}

TEST_F(CertificateChain, RefusesAnotherIssuer) {
  core::testing::TestRandom random(99);
  Authority other;
  EXPECT_EQ(chain_error(signing(), authority.root, authority.root, now), Error::wrong_issuer);
  // The same names and another key: the key identifier tells.
  const auto key = core::sm2::PrivateKey::generate(random);
  ASSERT_TRUE(key);
  CertificateContents contents = authority.contents("示范签发", *key);
  const Certificate impostor =
      authority.force(issuing_profile(), contents, authority.root, authority.root_key);
  EXPECT_EQ(chain_error(signing(), impostor, authority.root, now), Error::wrong_issuer);
  // The same name and identifier, signed by another key.
  const Certificate forged =
      authority.force(subscriber_signing_profile(), authority.contents("张示范", authority.subscriber_key),
                      authority.issuing, *key);
  EXPECT_EQ(chain_error(forged, authority.issuing, authority.root, now), Error::bad_signature);
}

TEST_F(CertificateChain, RefusesAnIssuerThatIsNoAuthority) {
  const Certificate subscriber = signing();
  const auto key = core::sm2::PrivateKey::generate(authority.random);
  ASSERT_TRUE(key);
  const Certificate leaf = authority.force(subscriber_signing_profile(), authority.contents("李示范", *key),
                                           subscriber, authority.subscriber_key);
  EXPECT_EQ(chain_error(leaf, subscriber, authority.issuing, now), Error::wrong_key_usage);
}

TEST_F(CertificateChain, RefusesAnAuthorityWithoutCertificateSigning) {
  CertificateProfile crl_only = issuing_profile();
  crl_only.key_usage = core::key_usage::crl_sign;
  const Certificate issuing = authority.force(crl_only, authority.contents("示范签发", authority.issuing_key),
                                              authority.root, authority.root_key);
  EXPECT_EQ(chain_error(signing(), issuing, authority.root, now), Error::wrong_key_usage);
}

TEST_F(CertificateChain, RefusesAPathLongerThanTheRootAllows) {
  CertificateProfile short_root = root_profile();
  short_root.path_length = 0;
  const CertificateContents contents = {.serial = authority.root.serial,
                                        .subject = authority.root.subject,
                                        .public_key = authority.root.public_key,
                                        .not_before = authority.root.not_before,
                                        .not_after = authority.root.not_after,
                                        .addresses = {},
                                        .policies = {},
                                        .extensions = {}};
  const auto tbs = build_tbs_certificate(short_root, contents, nullptr);
  ASSERT_TRUE(tbs);
  const auto root =
      core::decode_certificate(core::assemble_signed(*tbs, *authority.root_key.sign(*tbs, authority.random)));
  ASSERT_TRUE(root);
  EXPECT_EQ(chain_error(signing(), authority.issuing, *root, now), Error::wrong_key_usage);
}

TEST_F(CertificateChain, RefusesAnAuthorityAsLeaf) {
  EXPECT_EQ(chain_error(authority.issuing, authority.root, authority.root, now), Error::wrong_key_usage);
}

TEST_F(CertificateChain, RefusesARootThatIsNotSelfSigned) {
  EXPECT_EQ(chain_error(signing(), authority.issuing, authority.issuing, now), Error::wrong_issuer);
}

TEST_F(CertificateChain, OpenSslVerifiesItAndRefusesATamperedOne) {
  Folder folder;
  const Certificate leaf = signing();
  folder.write("root.pem", testing::bundle({&authority.root}));
  folder.write("issuing.pem", testing::bundle({&authority.issuing}));
  folder.write("leaf.pem", testing::bundle({&leaf}));
  // The program sets the identity on the certificate that it is asked about only, so it is asked twice.
  const std::string verify =
      "openssl verify -x509_strict -partial_chain -vfyopt distid:1234567812345678 -attime " +
      std::to_string(now) + " -trusted ";
  const auto upper = folder.run(verify + "root.pem issuing.pem");
  EXPECT_EQ(upper.exit_code, 0) << upper.output;
  const auto lower = folder.run(verify + "issuing.pem leaf.pem");
  EXPECT_EQ(lower.exit_code, 0) << lower.output;
  Certificate tampered = leaf;
  tampered.der[tampered.der.size() - 1] ^= 1;
  folder.write("tampered.pem", testing::bundle({&tampered}));
  EXPECT_NE(folder.run(verify + "issuing.pem tampered.pem").exit_code, 0);
}

TEST_F(CertificateChain, OpenSslAndCerttoolReadTheExtensions) {
  Folder folder;
  CertificateContents contents = authority.contents("张示范", authority.subscriber_key);
  auto identity = identity_extension(IdentityForm::clear_explicit, IdentityDocument::resident_card,
                                     "11010519491231002X", {});
  ASSERT_TRUE(identity);
  contents.extensions.push_back(**identity);
  const Certificate leaf = authority.issue(subscriber_encryption_profile(), contents);
  folder.write("leaf.pem", testing::bundle({&leaf}));
  const auto text = folder.run("openssl x509 -in leaf.pem -noout -text");
  EXPECT_EQ(text.exit_code, 0);
  for (const char* part :
       {"SM2-with-SM3", "Key Encipherment, Data Encipherment, Key Agreement", "X509v3 Key Usage: critical",
        "URI:http://crl.example.org/issuing.crl", "OCSP - URI:http://ocsp.example.org/",
        "CA Issuers - URI:http://ca.example.org/issuing.cer", "Policy: 1.2.3.4.5", "1.2.156.10260.4.1.1",
        "11010519491231002X"}) {
    EXPECT_THAT(text.output, HasSubstr(part));
  }
  const auto certtool = folder.run("certtool -i --infile leaf.pem");
  EXPECT_EQ(certtool.exit_code, 0);
  EXPECT_THAT(certtool.output, HasSubstr("Data encipherment"));
}

TEST_F(CertificateChain, OpenSslSeesAResponder) {
  Folder folder;
  const Certificate leaf =
      authority.issue(ocsp_responder_profile(), authority.contents("示范应答", authority.subscriber_key));
  folder.write("leaf.pem", testing::bundle({&leaf}));
  const auto text = folder.run("openssl x509 -in leaf.pem -noout -text");
  EXPECT_THAT(text.output, HasSubstr("OCSP Signing"));
  EXPECT_THAT(text.output, HasSubstr("OCSP No Check"));
}

TEST(CertificationRequest, OpenSslVerifiesItAndRefusesATamperedOne) {
  Authority authority;
  const core::Bytes info =
      core::encode_request_info(testing::name_of("张示范"), authority.subscriber_key.public_key());
  core::Bytes request = core::encode_request(info, *authority.subscriber_key.sign(info, authority.random));
  Folder folder;
  const std::string verify = "openssl req -verify -inform DER -vfyopt distid:1234567812345678 -noout -in ";
  folder.write("request.der", request);
  const auto good = folder.run(verify + "request.der");
  EXPECT_EQ(good.exit_code, 0);
  EXPECT_THAT(good.output, HasSubstr("verify OK"));
  request.back() ^= 1;
  folder.write("tampered.der", request);
  EXPECT_THAT(folder.run(verify + "tampered.der").output, Not(HasSubstr("verify OK")));
}

TEST(CertificationRequest, ReadsOpenSslsRequest) {
  Folder folder;
  const auto made = folder.run(
      "openssl genpkey -algorithm SM2 -out key.pem && openssl req -new -key key.pem -sm3 "
      "-sigopt distid:1234567812345678 -utf8 -subj /C=CN/CN=张示范 -outform DER -out request.der");
  ASSERT_EQ(made.exit_code, 0) << made.output;
  auto request = core::decode_request(folder.read("request.der"));
  ASSERT_TRUE(request) << core::code(request.error());
  EXPECT_EQ(request->info.subject.text(), "CN=张示范,C=CN");
}

TEST(CertificateOfOpenSsl, IsRead) {
  Folder folder;
  const auto made = folder.run(
      "openssl genpkey -algorithm SM2 -out key.pem && openssl req -x509 -new -key key.pem -sm3 -days 2 "
      "-sigopt distid:1234567812345678 -utf8 -subj /C=CN/CN=示范 -outform DER -out root.der");
  ASSERT_EQ(made.exit_code, 0) << made.output;
  auto root = core::decode_certificate(folder.read("root.der"));
  ASSERT_TRUE(root) << core::code(root.error());
  EXPECT_TRUE(root->is_authority);
  EXPECT_TRUE(core::verify_signed_by(*root, root->public_key));
}

class CertificateDecoder : public ::testing::Test {
 protected:
  // The TBS of a subscriber's certificate, changed by whoever asks.
  core::Bytes tbs(const std::function<void(CertificateContents&, CertificateProfile&)>& change) {
    CertificateProfile profile = subscriber_signing_profile();
    CertificateContents contents = authority.contents("张示范", authority.subscriber_key);
    change(contents, profile);
    return *build_tbs_certificate(profile, contents, &authority.issuing);
  }
  Error error_of(core::ByteView bytes) {
    auto result = core::decode_tbs_certificate(bytes);
    return result ? Error::refused : result.error();
  }
  core::Bytes with_extension(std::string_view oid, bool critical, core::Bytes value) {
    return tbs([&](CertificateContents& contents, CertificateProfile&) {
      contents.extensions.push_back({std::string(oid), critical, std::move(value)});
    });
  }

  Authority authority;
};

TEST_F(CertificateDecoder, PassesOverAnUnknownExtensionUnlessItIsCritical) {
  EXPECT_TRUE(core::decode_tbs_certificate(with_extension("1.2.3.4", false, {0x05, 0x00})));
  EXPECT_EQ(error_of(with_extension("1.2.3.4", true, {0x05, 0x00})), Error::unsupported);
}

TEST_F(CertificateDecoder, RefusesAnExtensionTwice) {
  EXPECT_EQ(error_of(with_extension(core::extension_id::key_usage, true, core::encode_key_usage(1))),
            Error::malformed);
}

TEST_F(CertificateDecoder, RefusesBasicConstraintsThatWriteTheDefault) {
  EXPECT_EQ(
      error_of(with_extension(core::extension_id::basic_constraints, true, {0x30, 0x03, 0x01, 0x01, 0x00})),
      Error::malformed);
  EXPECT_TRUE(core::decode_tbs_certificate(
      with_extension(core::extension_id::basic_constraints, true, {0x30, 0x00})));
}

TEST_F(CertificateDecoder, RefusesSerialNumbersOfZeroOrMoreThan20Octets) {
  const auto with_serial = [&](core::Bytes serial) {
    return tbs([&](CertificateContents& contents, CertificateProfile&) { contents.serial = serial; });
  };
  EXPECT_EQ(error_of(with_serial({0})), Error::malformed);
  EXPECT_TRUE(core::decode_tbs_certificate(with_serial(core::Bytes(20, 0x7f))));
  EXPECT_EQ(error_of(with_serial(core::Bytes(20, 0x80))), Error::malformed);
  EXPECT_EQ(error_of(with_serial(core::Bytes(200, 0x01))), Error::malformed);
}

TEST_F(CertificateDecoder, RefusesGeneralizedTimeBefore2050) {
  core::Bytes bytes = tbs([](CertificateContents&, CertificateProfile&) {});
  const core::Bytes utc = core::der::Writer().time(now - 2 * day).take();
  const core::Bytes generalized = core::der::Writer().generalized_time(now - 2 * day).take();
  const auto at = std::search(bytes.begin(), bytes.end(), utc.begin(), utc.end());
  ASSERT_NE(at, bytes.end());
  // Rebuilt with the lengths that the longer time needs: TBSCertificate's and Validity's.
  core::der::Reader whole(bytes);
  auto reader = whole.sequence();
  ASSERT_TRUE(reader);
  core::der::Writer changed;
  changed.sequence([&](core::der::Writer& w) {
    for (int i = 0; !reader->at_end(); ++i) {
      auto element = reader->any();
      ASSERT_TRUE(element);
      if (i == 4) {
        w.sequence([&](core::der::Writer& v) { v.raw(generalized).time(now + 365 * day); });
      } else {
        w.raw(element->whole);
      }
    }
  });
  EXPECT_EQ(error_of(changed.bytes()), Error::malformed);
}

TEST_F(CertificateDecoder, RefusesTrailingBytes) {
  core::Bytes bytes = tbs([](CertificateContents&, CertificateProfile&) {});
  EXPECT_TRUE(core::decode_tbs_certificate(bytes));
  bytes.push_back(0);
  EXPECT_EQ(error_of(bytes), Error::malformed);
  core::Bytes der = authority.root.der;
  der.push_back(0);
  EXPECT_EQ(core::decode_certificate(der).error(), Error::malformed);
}

TEST(KeyUsage, HasOneDerForm) {
  EXPECT_EQ(core::encode_key_usage(core::key_usage::digital_signature),
            (core::Bytes{0x03, 0x02, 0x07, 0x80}));
  EXPECT_EQ(core::encode_key_usage(core::key_usage::decipher_only),
            (core::Bytes{0x03, 0x03, 0x07, 0x00, 0x80}));
  for (unsigned usage = 1; usage < 1 << 9; ++usage) {
    auto read = core::decode_key_usage(core::encode_key_usage(static_cast<core::KeyUsage>(usage)));
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, usage);
  }
}

TEST(KeyUsage, RefusesOtherForms) {
  for (const core::Bytes& der :
       {core::Bytes{0x03, 0x02, 0x00, 0x80}, core::Bytes{0x03, 0x02, 0x07, 0x00},
        core::Bytes{0x03, 0x02, 0x08, 0x80}, core::Bytes{0x03, 0x03, 0x07, 0x80, 0x00},
        core::Bytes{0x03, 0x01, 0x00}, core::Bytes{0x03, 0x02, 0x07, 0xc0},
        core::Bytes{0x03, 0x04, 0x07, 0x80, 0x80, 0x80}}) {
    EXPECT_FALSE(core::decode_key_usage(der));
  }
}

}  // namespace
}  // namespace palmkey::pki
