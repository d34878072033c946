// Kinds of certificates, as data (GB/T 20518, RFC 5280, RFC 6960).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/x509_extensions.hpp"

namespace palmkey::pki {

inline constexpr std::string_view ocsp_signing_purpose = "1.3.6.1.5.5.7.3.9";

struct CertificateProfile {
  std::string_view name;  // stable: it stands in configuration and in approvals
  bool is_authority = false;
  std::optional<unsigned> path_length;
  core::KeyUsage key_usage = 0;
  std::vector<std::string> extended_key_usage;
  bool ocsp_no_check = false;  // its own status need not be asked for (RFC 6960, 4.2.2.2.1)
};

const CertificateProfile& root_profile();     // self-signed
const CertificateProfile& issuing_profile();  // issues to subscribers only: path length 0
const CertificateProfile& subscriber_signing_profile();
const CertificateProfile& subscriber_encryption_profile();
const CertificateProfile& ocsp_responder_profile();

}  // namespace palmkey::pki
