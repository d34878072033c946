// Builds what a certificate's signature will be over. Nothing is judged here: lint does that.
#pragma once

#include <string>
#include <vector>

#include "core/bytes.hpp"
#include "core/certificate.hpp"
#include "core/random.hpp"
#include "core/result.hpp"
#include "pki/certificate_profile.hpp"

namespace palmkey::pki {

// Where the status and the issuer of a certificate can be found. URLs in ASCII; lists may be empty.
struct StatusAddresses {
  std::vector<std::string> crl;                 // cRLDistributionPoints
  std::vector<std::string> ocsp;                // authorityInfoAccess, id-ad-ocsp
  std::vector<std::string> issuer_certificate;  // authorityInfoAccess, id-ad-caIssuers
};

struct CertificateContents {
  core::Bytes serial;  // big-endian, 16 to 19 bytes, positive; see random_serial()
  core::Name subject;
  core::sm2::Point public_key;
  std::int64_t not_before = 0;  // Unix seconds
  std::int64_t not_after = 0;   // Unix seconds, inclusive
  StatusAddresses addresses;
  std::vector<std::string> policies;        // OIDs of certificate policies
  std::vector<core::Extension> extensions;  // further ones, for example of GM/T 0015
};

// 16 random bytes with the first bit clear and the second set: positive, 126 bits of chance.
core::Result<core::Bytes> random_serial(core::Random& random);

// The key identifier of a public key: the first 160 bits of SM3 over its BIT STRING's value.
core::Bytes key_identifier(const core::sm2::Point& public_key);

// The DER of TBSCertificate. `issuer` is the issuer's certificate, or nullptr for a self-signed one.
// Error::malformed for a URL that is empty or not ASCII.
core::Result<core::Bytes> build_tbs_certificate(const CertificateProfile& profile,
                                                const CertificateContents& contents,
                                                const core::Certificate* issuer);

}  // namespace palmkey::pki
