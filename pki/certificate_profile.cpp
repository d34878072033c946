#include "pki/certificate_profile.hpp"

namespace palmkey::pki {

namespace usage = core::key_usage;

const CertificateProfile& root_profile() {
  static const CertificateProfile profile{.name = "root",
                                          .is_authority = true,
                                          .path_length = 1,
                                          .key_usage = usage::key_certificate_sign | usage::crl_sign,
                                          .extended_key_usage = {}};
  return profile;
}

const CertificateProfile& issuing_profile() {
  static const CertificateProfile profile{.name = "issuing",
                                          .is_authority = true,
                                          .path_length = 0,
                                          .key_usage = usage::key_certificate_sign | usage::crl_sign,
                                          .extended_key_usage = {}};
  return profile;
}

const CertificateProfile& subscriber_signing_profile() {
  static const CertificateProfile profile{.name = "subscriber-signing",
                                          .path_length = {},
                                          .key_usage = usage::digital_signature | usage::non_repudiation,
                                          .extended_key_usage = {}};
  return profile;
}

const CertificateProfile& subscriber_encryption_profile() {
  static const CertificateProfile profile{
      .name = "subscriber-encryption",
      .path_length = {},
      .key_usage = usage::key_encipherment | usage::data_encipherment | usage::key_agreement,
      .extended_key_usage = {}};
  return profile;
}

const CertificateProfile& ocsp_responder_profile() {
  static const CertificateProfile profile{.name = "ocsp-responder",
                                          .path_length = {},
                                          .key_usage = usage::digital_signature,
                                          .extended_key_usage = {std::string(ocsp_signing_purpose)},
                                          .ocsp_no_check = true};
  return profile;
}

}  // namespace palmkey::pki
