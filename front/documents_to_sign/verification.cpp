#include "front/documents_to_sign/verification.hpp"

#include <algorithm>

#include "core/certificate.hpp"
#include "core/pdf/signer.hpp"
#include "core/pdf/verifier.hpp"
#include "platform/failure.hpp"
#include "platform/flate.hpp"

namespace palmkey::front::documents_to_sign {

namespace {

using core::pdf::SignatureReport;
using platform::Failure;

// A phone's clock may be ahead by this much; signatures from the future are refused.
constexpr std::int64_t clock_tolerance = 300;  // seconds

core::pdf::Document opened(core::ByteView file, const core::pdf::Flate& flate) {
  auto document = core::pdf::Document::open(file, flate);
  if (document) return *std::move(document);
  const bool damaged = document.error() == core::Error::malformed;
  throw Failure(damaged ? "not_a_pdf" : std::string(core::code(document.error())), 422);
}

[[noreturn]] void refuse(std::string problem) {
  throw Failure("signature_refused", 422, {}, {{"problem", std::move(problem)}});
}

std::vector<SignatureReport> reports_of(core::ByteView file, const core::pdf::Flate& flate,
                                        const core::pdf::Trust& trust) {
  auto reports = core::pdf::verify_signatures(file, flate, trust);
  if (!reports) refuse("signature_unreadable");
  return *std::move(reports);
}

// Everything but revocation, which the vault knows better than any list.
void require_good(const SignatureReport& report) {
  const bool good = report.intact && report.signature_valid && report.certificate_in_time &&
                    report.trusted == core::pdf::Trusted::yes;
  if (!good) refuse(report.problems.empty() ? "signature_wrong" : report.problems.front());
}

}  // namespace

void require_signable(core::ByteView pdf) {
  const auto flate = platform::zlib_flate();
  const auto signable = core::pdf::check_signable(opened(pdf, flate));
  if (signable) return;
  const bool damaged = signable.error() == core::Error::malformed;
  throw Failure(damaged ? "not_a_pdf" : std::string(core::code(signable.error())), 422);
}

Signer verify_signed(VaultClient& vault, core::ByteView original, core::ByteView signed_pdf,
                     std::int64_t now) {
  const bool begins_with_original =
      signed_pdf.size() > original.size() && std::ranges::equal(signed_pdf.first(original.size()), original);
  if (!begins_with_original) throw Failure("document_changed", 422);
  const auto flate = platform::zlib_flate();
  const Chain chain = vault.chain();
  const core::pdf::Trust trust{.roots = {core::sm3(chain.root_der)},
                               .certificates = {chain.issuing_der, chain.root_der},
                               .crls = {},
                               .now = now + clock_tolerance};
  const auto reports = reports_of(signed_pdf, flate, trust);
  if (reports.size() != reports_of(original, flate, trust).size() + 1) refuse("signature_missing");
  const auto newest = std::ranges::find(reports, true, &SignatureReport::covers_whole_document);
  if (newest == reports.end()) refuse("signature_missing");
  require_good(*newest);
  // The signer signed all that is in the file: it has to be what the relying party handed over.
  if (core::pdf::changes_between(opened(original, flate), opened(signed_pdf, flate)) !=
      core::pdf::Changes::signatures_only)
    throw Failure("document_changed", 422);
  const auto record = vault.certificate(newest->serial);
  if (record.status != CertificateStatus::good || record.certificate_der != newest->certificate)
    refuse("certificate_not_good");
  const auto certificate = core::decode_certificate(newest->certificate);
  if (!certificate) refuse("certificate_missing");
  return {std::string(certificate->subject.find(core::attribute_type::common_name).value_or("")),
          newest->serial};
}

}  // namespace palmkey::front::documents_to_sign
