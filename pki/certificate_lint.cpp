#include "pki/certificate_lint.hpp"

#include "core/signed_der.hpp"
#include "pki/certificate_builder.hpp"

namespace palmkey::pki {
namespace {

namespace extension_id = core::extension_id;

bool is_critical(const core::CertificateFields& fields, std::string_view oid) {
  const core::Extension* extension = core::find_extension(fields.extensions, oid);
  return extension != nullptr && extension->critical;
}

class Linter {
 public:
  explicit Linter(std::vector<LintFinding>& findings) : findings_(findings) {}

  void check_fields(const core::CertificateFields& fields) {
    require(fields.serial.size() >= 16 && fields.serial.size() <= 19, LintFinding::serial_size);
    require(fields.not_before < fields.not_after, LintFinding::validity_order);
    require(!fields.subject.empty(), LintFinding::subject_empty);
    require(fields.subject_key_identifier == key_identifier(fields.public_key),
            LintFinding::subject_key_identifier);
  }

  void check_profile(const core::CertificateFields& fields, const CertificateProfile& profile) {
    require(fields.is_authority == profile.is_authority && fields.path_length == profile.path_length &&
                is_critical(fields, extension_id::basic_constraints) == profile.is_authority,
            LintFinding::basic_constraints);
    require(fields.key_usage == profile.key_usage && is_critical(fields, extension_id::key_usage),
            LintFinding::key_usage);
    require(fields.extended_key_usage == profile.extended_key_usage, LintFinding::extended_key_usage);
  }

  void check_self_signed(const core::CertificateFields& fields) {
    require(fields.issuer == fields.subject && fields.is_authority &&
                (fields.key_usage & core::key_usage::key_certificate_sign) != 0,
            LintFinding::issuer_unfit);
    require(fields.authority_key_identifier.empty() ||
                fields.authority_key_identifier == fields.subject_key_identifier,
            LintFinding::authority_key_identifier);
  }

  void check_issuer(const core::CertificateFields& fields, const core::Certificate& issuer) {
    const bool path_ends = issuer.path_length == 0u;
    require(fields.issuer == issuer.subject && issuer.is_authority &&
                (issuer.key_usage & core::key_usage::key_certificate_sign) != 0 &&
                !(fields.is_authority && path_ends),
            LintFinding::issuer_unfit);
    require(issuer.not_before <= fields.not_before && fields.not_after <= issuer.not_after,
            LintFinding::outside_issuer);
    require(fields.public_key != issuer.public_key && fields.subject != issuer.subject,
            LintFinding::subject_of_issuer);
    require(!fields.authority_key_identifier.empty() &&
                fields.authority_key_identifier == issuer.subject_key_identifier,
            LintFinding::authority_key_identifier);
  }

 private:
  void require(bool holds, LintFinding otherwise) {
    if (!holds) findings_.push_back(otherwise);
  }

  std::vector<LintFinding>& findings_;
};

}  // namespace

std::string_view text(LintFinding finding) {
  switch (finding) {
    case LintFinding::unreadable:
      return "the strict parser refuses it";
    case LintFinding::serial_size:
      return "the serial number does not have 16 to 19 bytes";
    case LintFinding::validity_order:
      return "the validity ends before it begins";
    case LintFinding::outside_issuer:
      return "the validity is not within the issuer's";
    case LintFinding::subject_empty:
      return "the subject is empty";
    case LintFinding::subject_of_issuer:
      return "the subject has the issuer's name or key";
    case LintFinding::issuer_unfit:
      return "the issuer may not issue this";
    case LintFinding::basic_constraints:
      return "the basic constraints are not the profile's";
    case LintFinding::key_usage:
      return "the key usage is not the profile's";
    case LintFinding::extended_key_usage:
      return "the extended key usage is not the profile's";
    case LintFinding::subject_key_identifier:
      return "the subject key identifier is not the key's";
    case LintFinding::authority_key_identifier:
      return "the authority key identifier is not the issuer's";
  }
  return "unknown";
}

LintOutcome lint_certificate(core::ByteView tbs, const CertificateProfile& profile,
                             const core::Certificate* issuer) {
  LintOutcome outcome;
  const auto fields = core::decode_tbs_certificate(tbs);
  if (!fields) {
    outcome.findings.push_back(LintFinding::unreadable);
    return outcome;
  }
  Linter linter(outcome.findings);
  linter.check_fields(*fields);
  linter.check_profile(*fields, profile);
  if (issuer == nullptr) {
    linter.check_self_signed(*fields);
  } else {
    linter.check_issuer(*fields, *issuer);
  }
  if (outcome.findings.empty()) {
    outcome.passed = LintedTbs(core::Bytes(tbs.begin(), tbs.end()),
                               issuer == nullptr ? fields->public_key : issuer->public_key);
  }
  return outcome;
}

core::Result<core::Bytes> sign_certificate(LintedTbs linted, const Signer& signer) {
  if (linted.tbs_.empty()) return core::Error::lint_refused;
  PALMKEY_TRY(signature, sign_and_verify(signer, linted.issuer_key_, linted.tbs_));
  return core::assemble_signed(linted.tbs_, signature);
}

}  // namespace palmkey::pki
