// An invented authority with a root, an issuing authority and whatever certificates a test wants from it.
#pragma once

#include <string_view>

#include "core/certificate.hpp"
#include "pki/certificate_builder.hpp"
#include "pki/certificate_lint.hpp"
#include "tests/core/test_random.hpp"

namespace palmkey::pki::testing {

inline constexpr std::int64_t day = 86'400;
inline constexpr std::int64_t now = 1'790'000'000;

struct Authority {
  Authority();

  CertificateContents contents(std::string_view common_name, const core::sm2::PrivateKey& key);
  // Builds, lints and signs; fails the test if any of that is refused.
  core::Certificate issue(const CertificateProfile& profile, const CertificateContents& contents);
  // Signs contents that need not pass the linter.
  core::Certificate force(const CertificateProfile& profile, const CertificateContents& contents,
                          const core::Certificate& issuer, const core::sm2::PrivateKey& issuer_key);

  core::testing::TestRandom random{7};
  core::sm2::PrivateKey root_key;
  core::sm2::PrivateKey issuing_key;
  core::sm2::PrivateKey subscriber_key;
  core::Certificate root;
  core::Certificate issuing;
};

core::Name name_of(std::string_view common_name);

// The PEM of all of them, one after the other.
core::Bytes bundle(std::initializer_list<const core::Certificate*> certificates);

}  // namespace palmkey::pki::testing
