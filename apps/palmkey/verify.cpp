// palmkey verify: what the signatures of a PDF file are worth, without any server.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "apps/palmkey/shell.hpp"
#include "core/pdf/document.hpp"
#include "core/pdf/verifier.hpp"
#include "pki/pem.hpp"
#include "platform/clock.hpp"
#include "platform/failure.hpp"
#include "platform/files.hpp"
#include "platform/flate.hpp"

namespace palmkey::cli {

namespace {

using core::pdf::SignatureReport;
using platform::Failure;

constexpr std::size_t kLargestList = std::size_t{64} << 20;

struct VerifyOptions {
  std::string file;
  std::vector<std::string> roots;
  std::vector<std::string> crls;
};

// PEM or DER.
core::Bytes der_of(const std::string& path, std::string_view label) {
  auto content = platform::read_file(path, kLargestList);
  auto from_pem = pki::decode_pem(label, core::as_text(content));
  return from_pem ? *std::move(from_pem) : content;
}

core::pdf::Trust trust_of(const VerifyOptions& options) {
  core::pdf::Trust trust;
  trust.now = platform::SystemClock().now();
  for (const auto& path : options.roots) {
    trust.certificates.push_back(der_of(path, pki::pem_label::certificate));
    trust.roots.push_back(core::sm3(trust.certificates.back()));
  }
  for (const auto& path : options.crls) trust.crls.push_back(der_of(path, pki::pem_label::crl));
  return trust;
}

json described(const SignatureReport& report) {
  return {{"name", report.name},
          {"subject", report.subject},
          {"issuer", report.issuer},
          {"serial", report.serial},
          {"time", report.time ? json(platform::format_rfc3339(*report.time)) : json()},
          {"reason", report.reason},
          {"location", report.location},
          {"good", report.is_good()},
          {"intact", report.intact},
          {"signatureValid", report.signature_valid},
          {"trusted", core::pdf::name_of(report.trusted)},
          {"certificateInTime", report.certificate_in_time},
          {"revocation", core::pdf::name_of(report.revocation)},
          {"coversWholeDocument", report.covers_whole_document},
          {"changesAfter", core::pdf::name_of(report.changes_after)},
          {"problems", report.problems}};
}

std::string in_words(const Output& output, const SignatureReport& report) {
  std::string text =
      (report.is_good() ? output.pick("有效    ", "good      ") : output.pick("无效    ", "NOT GOOD  ")) +
      (report.subject.empty() ? report.name : report.subject);
  if (report.time) text += "  " + platform::format_rfc3339(*report.time);
  for (const auto& problem : report.problems) text += "\n          " + problem;
  return text + "\n";
}

void verify(const Output& output, const VerifyOptions& options) {
  const auto file = platform::read_file(options.file, core::pdf::max_file_size);
  const auto reports = platform::value_or_throw(
      core::pdf::verify_signatures(file, platform::zlib_flate(), trust_of(options)), "file");
  if (reports.empty()) throw Failure("not_signed", 404, "file");
  json all = json::array();
  std::string text;
  for (const auto& report : reports) {
    all.push_back(described(report));
    text += in_words(output, report);
  }
  if (!std::all_of(reports.begin(), reports.end(), [](const auto& report) { return report.is_good(); }))
    throw Problem({{"code", "signature_not_good"}, {"message", text}, {"signatures", all}});
  output.answer({{"signatures", all}}, text);
}

}  // namespace

void add_verify(CLI::App& app, Shell& shell) {
  auto* command = app.add_subcommand("verify", "What the signatures of a PDF file are worth");
  command->fallthrough()->footer(
      "Exit status 0 if there is a signature and all of them are good. Without --root nobody is trusted, and "
      "without\n--crl it stays unknown whether a certificate was revoked.");
  const auto options = std::make_shared<VerifyOptions>();
  command->add_option("file", options->file, "The PDF file")->required()->check(CLI::ExistingFile);
  command
      ->add_option("--root", options->roots, "Certificate of a root that you trust, PEM or DER; repeatable")
      ->check(CLI::ExistingFile);
  command
      ->add_option("--crl", options->crls, "Revocation list of the issuing authority, PEM or DER; repeatable")
      ->check(CLI::ExistingFile);
  command->callback(
      [&shell, options] { shell.run = [options](const Output& output) { verify(output, *options); }; });
}

}  // namespace palmkey::cli
