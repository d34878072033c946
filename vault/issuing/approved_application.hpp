// What two operators approved, taken from their intents and from nothing else.
#pragma once

#include <string>

#include "core/text_intent.hpp"
#include "core/x500_name.hpp"
#include "pki/certificate_builder.hpp"
#include "vault/authority/authority.hpp"
#include "vault/configuration.hpp"

namespace palmkey::vault {

struct ApprovedApplication {
  std::string order_number;
  const ProfileConfiguration* profile = nullptr;  // of the configuration it was read with
  core::Name subject;
  std::string document_type;  // "resident_id", "passport", ...
  std::string document_number;
  core::sm2::Point public_key;
  int months = 0;  // 12, 24, 36, 48 or 60
};

// Reads an `approve` intent's fields. Failure (422): "profile_unknown", "subject_invalid", "months_invalid",
// "public_key_invalid", "document_invalid", "order_number_invalid".
ApprovedApplication read_approved_application(const core::TextIntent& approve,
                                              const Configuration& configuration);

// Who the subject is, whatever the certificate: HMAC-SM3 of the identity document under the holder key.
core::Digest holder_of(const ApprovedApplication& application, const Authority& authority);

// What goes into both certificates of the pair; the encryption certificate differs in serial and public key.
pki::CertificateContents certificate_contents(const ApprovedApplication& application,
                                              const Authority& authority, const Configuration& configuration,
                                              const core::Bytes& serial, const core::sm2::Point& public_key,
                                              std::int64_t not_before);

}  // namespace palmkey::vault
