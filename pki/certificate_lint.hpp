// Lint first, then sign: the only thing that can be signed as a certificate is what passed the checks here,
// and it can be signed once.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/bytes.hpp"
#include "core/certificate.hpp"
#include "core/result.hpp"
#include "pki/certificate_profile.hpp"
#include "pki/signer.hpp"

namespace palmkey::pki {

enum class LintFinding : std::uint8_t {
  unreadable,                // the strict parser refuses it: times, serial, key, unknown critical extension
  serial_size,               // not 16 to 19 bytes
  validity_order,            // ends before it begins
  outside_issuer,            // validity not within the issuer's
  subject_empty,             //
  subject_of_issuer,         // the issuer's own name or key for someone else
  issuer_unfit,              // the issuer may not issue this, or its name is another
  basic_constraints,         // not as the profile says, or not critical
  key_usage,                 // not as the profile says, or not critical
  extended_key_usage,        // not as the profile says
  subject_key_identifier,    // missing or not the key's
  authority_key_identifier,  // missing or not the issuer's
};

// One English sentence for logs.
std::string_view text(LintFinding finding);

struct LintOutcome;

// A TBSCertificate that passed. Made by lint_certificate() alone, used up by sign_certificate().
class LintedTbs {
 public:
  LintedTbs(const LintedTbs&) = delete;
  LintedTbs& operator=(const LintedTbs&) = delete;
  LintedTbs(LintedTbs&&) = default;
  LintedTbs& operator=(LintedTbs&&) = default;

  // What will be signed, for the audit log. Empty once the token was used.
  const core::Bytes& tbs() const { return tbs_; }

 private:
  friend LintOutcome lint_certificate(core::ByteView tbs, const CertificateProfile& profile,
                                      const core::Certificate* issuer);
  friend core::Result<core::Bytes> sign_certificate(LintedTbs linted, const Signer& signer);
  LintedTbs(core::Bytes tbs, const core::sm2::Point& issuer_key)
      : tbs_(std::move(tbs)), issuer_key_(issuer_key) {}
  core::Bytes tbs_;
  core::sm2::Point issuer_key_;
};

struct LintOutcome {
  std::vector<LintFinding> findings;  // all that is wrong
  std::optional<LintedTbs> passed;    // there if and only if nothing is
};

// Reads the bytes afresh and holds them against the profile and the issuer's certificate (nullptr for a
// self-signed one).
LintOutcome lint_certificate(core::ByteView tbs, const CertificateProfile& profile,
                             const core::Certificate* issuer);

// Signs, verifies under the issuer's key, and gives the certificate's DER. Error::lint_refused for a token
// that was moved away before; the signer's errors; Error::bad_signature if it signed with another key.
core::Result<core::Bytes> sign_certificate(LintedTbs linted, const Signer& signer);

}  // namespace palmkey::pki
