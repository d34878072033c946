#include "vault/authority/certify.hpp"

#include "pki/certificate_lint.hpp"
#include "platform/failure.hpp"
#include "platform/log.hpp"

namespace palmkey::vault {

core::Bytes certify(const pki::CertificateProfile& profile, const pki::CertificateContents& contents,
                    const core::Certificate* issuer, const SigningKey& key) {
  const auto tbs = platform::value_or_throw(pki::build_tbs_certificate(profile, contents, issuer));
  auto outcome = pki::lint_certificate(tbs, profile, issuer);
  for (const auto finding : outcome.findings) {
    platform::log_error("certificate.lint", {{"profile", profile.name}, {"finding", pki::text(finding)}});
  }
  if (!outcome.passed) throw platform::Failure("certificate_refused", 422);
  return platform::value_or_throw(pki::sign_certificate(*std::move(outcome.passed), key.sign));
}

}  // namespace palmkey::vault
