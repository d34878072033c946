#include "tests/pki/authority_fixture.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "core/signed_der.hpp"
#include "pki/pem.hpp"

namespace palmkey::pki::testing {
namespace {

template <class T>
T value(core::Result<T> result) {
  if (!result) throw std::runtime_error(std::string(core::code(result.error())));
  return *std::move(result);
}

core::Certificate lint_and_sign(const CertificateProfile& profile, const CertificateContents& contents,
                                const core::Certificate* issuer, const core::sm2::PrivateKey& issuer_key,
                                core::Random& random) {
  LintOutcome outcome =
      lint_certificate(value(build_tbs_certificate(profile, contents, issuer)), profile, issuer);
  for (const LintFinding finding : outcome.findings) ADD_FAILURE() << text(finding);
  if (!outcome.passed) throw std::runtime_error("lint");
  return value(core::decode_certificate(
      value(sign_certificate(std::move(*outcome.passed), signer_with(issuer_key, random)))));
}

CertificateContents authority_contents(std::string_view common_name, const core::sm2::PrivateKey& key,
                                       std::int64_t days, core::Random& random) {
  return {.serial = value(random_serial(random)),
          .subject = name_of(common_name),
          .public_key = key.public_key(),
          .not_before = now - 2 * day,
          .not_after = now + days * day,
          .addresses = {},
          .policies = {},
          .extensions = {}};
}

core::Certificate make_root(Authority& authority) {
  return lint_and_sign(root_profile(),
                       authority_contents("示范根", authority.root_key, 9000, authority.random), nullptr,
                       authority.root_key, authority.random);
}

core::Certificate make_issuing(Authority& authority) {
  CertificateContents contents =
      authority_contents("示范签发", authority.issuing_key, 4000, authority.random);
  contents.addresses.crl = {"http://crl.example.org/root.crl"};
  return lint_and_sign(issuing_profile(), contents, &authority.root, authority.root_key, authority.random);
}

}  // namespace

Authority::Authority()
    : root_key(value(core::sm2::PrivateKey::generate(random))),
      issuing_key(value(core::sm2::PrivateKey::generate(random))),
      subscriber_key(value(core::sm2::PrivateKey::generate(random))),
      root(make_root(*this)),
      issuing(make_issuing(*this)) {}

CertificateContents Authority::contents(std::string_view common_name, const core::sm2::PrivateKey& key) {
  CertificateContents contents = authority_contents(common_name, key, 365, random);
  contents.addresses = {.crl = {"http://crl.example.org/issuing.crl"},
                        .ocsp = {"http://ocsp.example.org/"},
                        .issuer_certificate = {"http://ca.example.org/issuing.cer"}};
  contents.policies = {"1.2.3.4.5"};
  return contents;
}

core::Certificate Authority::issue(const CertificateProfile& profile, const CertificateContents& contents) {
  return lint_and_sign(profile, contents, &issuing, issuing_key, random);
}

core::Certificate Authority::force(const CertificateProfile& profile, const CertificateContents& contents,
                                   const core::Certificate& issuer, const core::sm2::PrivateKey& issuer_key) {
  const core::Bytes tbs = value(build_tbs_certificate(profile, contents, &issuer));
  return value(core::decode_certificate(core::assemble_signed(tbs, value(issuer_key.sign(tbs, random)))));
}

core::Name name_of(std::string_view common_name) {
  return value(core::Name::of({{core::attribute_type::country, "CN"},
                               {core::attribute_type::organization, "示范认证中心"},
                               {core::attribute_type::common_name, common_name}}));
}

core::Bytes bundle(std::initializer_list<const core::Certificate*> certificates) {
  std::string text;
  for (const core::Certificate* certificate : certificates) {
    text += encode_pem(pem_label::certificate, certificate->der);
  }
  const core::ByteView bytes = core::as_bytes(text);
  return {bytes.begin(), bytes.end()};
}

}  // namespace palmkey::pki::testing
