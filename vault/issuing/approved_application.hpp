// What two operators approved, taken from their intents and from nothing else.
#pragma once

#include <string>

#include "core/text_intent.hpp"
#include "core/x500_name.hpp"
#include "pki/certificate_builder.hpp"
#include "vault/authority/authority.hpp"
#include "vault/configuration.hpp"

namespace palmkey::vault {

// What an approval asks for. All but the first follow a certificate that there is.
enum class IssuingBusiness {
  new_certificate,
  renewal,      // the same holder, a new term behind the present one
  change,       // the same key and the same end, other content
  replacement,  // another key and the same end; the old pair is revoked
};
std::string_view name_of(IssuingBusiness business);  // "new", "renewal", "change", "replacement"

struct ApprovedApplication {
  std::string order_number;
  IssuingBusiness business = IssuingBusiness::new_certificate;
  std::string follows;  // serial number of a signing certificate; empty for a new one
  const ProfileConfiguration* profile = nullptr;  // of the configuration it was read with
  core::Name subject;
  std::string document_type;  // "resident_id", "passport", ...
  std::string document_number;
  core::sm2::Point public_key;
  int months = 0;  // 12, 24, 36, 48 or 60; 0 where the end stays
};

// Reads an `approve` intent's fields. Failure (422): "profile_unknown", "subject_invalid", "months_invalid",
// "public_key_invalid", "document_invalid", "order_number_invalid", "business_unknown", "follows_invalid".
ApprovedApplication read_approved_application(const core::TextIntent& approve,
                                              const Configuration& configuration);

// Who the subject is, whatever the certificate: HMAC-SM3 of the identity document under the holder key.
core::Digest holder_of(const ApprovedApplication& application, const Authority& authority);

// What goes into both certificates of the pair; the encryption certificate differs in serial and public key.
// Both moments are inclusive, Unix seconds.
struct Term {
  std::int64_t not_before = 0;
  std::int64_t not_after = 0;
};
pki::CertificateContents certificate_contents(const ApprovedApplication& application,
                                              const Authority& authority, const Configuration& configuration,
                                              const core::Bytes& serial, const core::sm2::Point& public_key,
                                              const Term& term);

}  // namespace palmkey::vault
