// Reading PDF files and judging their signatures.
#include "apps/phone/exported.hpp"
#include "apps/phone/files/pdf_flate.hpp"
#include "core/pdf/form.hpp"
#include "core/pdf/signer.hpp"
#include "core/pdf/verifier.hpp"

namespace palmkey::phone {

namespace {

namespace pdf = core::pdf;

void write_report(MessageWriter& out, const pdf::SignatureReport& report) {
  MessageWriter problems;
  for (const std::string& problem : report.problems) problems.text(problem);
  MessageWriter fields;
  fields.text(report.name).text(report.subject).text(report.issuer).text(report.serial);
  fields.flag(report.time.has_value()).number(static_cast<double>(report.time.value_or(0)));
  fields.text(report.reason).text(report.location);
  fields.flag(report.intact).flag(report.signature_valid).text(name_of(report.trusted));
  fields.flag(report.certificate_in_time).text(name_of(report.revocation));
  fields.flag(report.covers_whole_document).text(name_of(report.changes_after));
  fields.list(problems);
  out.list(fields);
}

}  // namespace

// The file. Yields the number of signatures, why it can't be signed (empty if it can), then for each page
// width and height.
PALMKEY_EXPORT(pdf_open) {
  const auto file = in.view();
  PALMKEY_ANSWER_CHECK(in.finish());
  const pdf::Flate flate = host_flate();
  PALMKEY_ANSWER_TRY(document, pdf::Document::open(file, flate));
  PALMKEY_ANSWER_TRY(pages, document.pages());
  PALMKEY_ANSWER_TRY(signatures, pdf::signature_fields(document));
  const auto signable = pdf::check_signable(document);
  MessageWriter out;
  out.number(static_cast<double>(signatures.size()));
  out.text(signable ? std::string_view() : core::code(signable.error()));
  for (const pdf::Page& page : pages) out.number(page.width()).number(page.height());
  return out;
}

// The file, time now, digests of roots, certificates, revocation lists. Yields a list for each signature.
PALMKEY_EXPORT(pdf_verify) {
  const auto file = in.view();
  pdf::Trust trust;
  trust.now = in.time();
  for (const core::Bytes& root : in.list().blobs()) {
    if (root.size() != trust.roots.emplace_back().size()) return core::Error::malformed;
    std::copy(root.begin(), root.end(), trust.roots.back().begin());
  }
  trust.certificates = in.list().blobs();
  trust.crls = in.list().blobs();
  PALMKEY_ANSWER_CHECK(in.finish());
  PALMKEY_ANSWER_TRY(reports, pdf::verify_signatures(file, host_flate(), trust));
  MessageWriter out;
  for (const pdf::SignatureReport& report : reports) write_report(out, report);
  return out;
}

}  // namespace palmkey::phone
