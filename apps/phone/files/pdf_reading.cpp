// Reading PDF files and judging their signatures. The host runs these, and pdf_prepare and pdf_finish, in an
// instance of this module that serves one file and is thrown away: whatever a hostile file does there, no PIN
// and no key is in that memory.
#include "apps/phone/device.hpp"
#include "apps/phone/exported.hpp"
#include "apps/phone/pdf_flate.hpp"
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

std::vector<core::Bytes> blobs(MessageReader in) {
  std::vector<core::Bytes> all;
  while (!in.at_end()) all.push_back(in.bytes());
  return all;
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

// What the device trusts: digests of pinned roots, then certificates of its own chains.
PALMKEY_EXPORT(trust_anchors) {
  PALMKEY_ANSWER_CHECK(in.finish());
  MessageWriter roots;
  if (const auto descriptor = device_state().pinned()) {
    for (const core::Digest& root : descriptor->roots) roots.bytes(root);
  }
  MessageWriter certificates;
  for (const auto& key : device_state().keys) {
    for (const core::Bytes& certificate : key.chain) certificates.bytes(certificate);
  }
  MessageWriter out;
  out.list(roots).list(certificates);
  return out;
}

// The file, time now, digests of roots, certificates, revocation lists. Yields a list for each signature.
PALMKEY_EXPORT(pdf_verify) {
  const auto file = in.view();
  pdf::Trust trust;
  trust.now = in.time();
  for (const core::Bytes& root : blobs(in.list())) {
    if (root.size() != trust.roots.emplace_back().size()) return core::Error::malformed;
    std::copy(root.begin(), root.end(), trust.roots.back().begin());
  }
  trust.certificates = blobs(in.list());
  trust.crls = blobs(in.list());
  PALMKEY_ANSWER_CHECK(in.finish());
  PALMKEY_ANSWER_TRY(reports, pdf::verify_signatures(file, host_flate(), trust));
  MessageWriter out;
  for (const pdf::SignatureReport& report : reports) write_report(out, report);
  return out;
}

}  // namespace palmkey::phone
