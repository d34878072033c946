#include "tests/core/pdf/pdf_fixture.hpp"

#include <cairo-pdf.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/cms/signed_attributes.hpp"
#include "core/cms/signed_data.hpp"

namespace palmkey::core::pdf::testing {

Bytes bytes_of(std::string_view text) {
  return {text.begin(), text.end()};
}

Bytes drawn_pdf(int pages) {
  Bytes out;
  const auto collect = [](void* closure, const unsigned char* data, unsigned size) {
    auto& bytes = *static_cast<Bytes*>(closure);
    bytes.insert(bytes.end(), data, data + size);
    return CAIRO_STATUS_SUCCESS;
  };
  cairo_surface_t* surface = cairo_pdf_surface_create_for_stream(collect, &out, 595, 842);
  cairo_t* context = cairo_create(surface);
  for (int i = 0; i < pages; ++i) {
    for (int line = 0; line < 20; ++line) cairo_rectangle(context, 72, 100 + 20 * line, 300 + line, 10);
    cairo_fill(context);
    cairo_show_page(context);
  }
  cairo_destroy(context);
  cairo_surface_destroy(surface);
  return out;
}

namespace {

std::string table_entry(std::size_t offset) {
  std::string digits = std::to_string(offset);
  return std::string(10 - digits.size(), '0') + digits + " 00000 n \n";
}

}  // namespace

Bytes handmade_pdf(const std::vector<std::string>& objects, const std::string& trailer) {
  std::string out = "%PDF-1.7\n";
  std::string table = "0000000000 65535 f \n";
  for (std::size_t i = 0; i < objects.size(); ++i) {
    table += table_entry(out.size());
    out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
  }
  const std::size_t section = out.size();
  const std::string size = std::to_string(objects.size() + 1);
  out += "xref\n0 " + size + "\n" + table + "trailer\n<< /Size " + size + " " + trailer + " >>\nstartxref\n" +
         std::to_string(section) + "\n%%EOF\n";
  return bytes_of(out);
}

std::vector<std::string> small_document() {
  return {"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
          "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Resources << >> /Contents 4 0 R >>",
          "<< /Length 9 >>\nstream\n0 0 m 9 9\nendstream"};
}

std::size_t position(const Bytes& bytes, std::string_view part, std::size_t from) {
  const std::size_t at = as_text(bytes).find(part, from);
  EXPECT_NE(at, std::string_view::npos) << part;
  return at;
}

std::size_t newest_section(const Bytes& pdf) {
  const std::size_t at = as_text(pdf).rfind("startxref");
  return std::stoul(std::string(as_text(pdf).substr(at + 10, 12)));
}

Bytes with_update(const Bytes& pdf, const std::vector<std::pair<int, std::string>>& objects, int size) {
  std::string out(as_text(pdf));
  std::string table;
  for (const auto& [number, body] : objects) {
    table += std::to_string(number) + " 1\n" + table_entry(out.size());
    out += std::to_string(number) + " 0 obj\n" + body + "\nendobj\n";
  }
  const std::size_t section = out.size();
  const std::size_t root = as_text(pdf).rfind("/Root ");
  const std::string root_entry(as_text(pdf).substr(root, as_text(pdf).find('R', root + 6) + 1 - root));
  out += "xref\n" + table + "trailer\n<< /Size " + std::to_string(size) + " " + root_entry + " /Prev " +
         std::to_string(newest_section(pdf)) + " >>\nstartxref\n" + std::to_string(section) + "\n%%EOF\n";
  return bytes_of(out);
}

Bytes replaced(const Bytes& bytes, std::string_view from, std::string_view to) {
  std::string text(as_text(bytes));
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  if (at != std::string::npos) text.replace(at, from.size(), to);
  return bytes_of(text);
}

Signer::Signer(std::string_view name)
    : certificate(authority.issue(pki::subscriber_signing_profile(),
                                  authority.contents(name, authority.subscriber_key))) {}

SignatureRequest Signer::request() const {
  SignatureRequest out;
  out.rectangle = {20, 30, 140, 90};
  out.picture = Picture{40, 20, pixels};
  out.name = "张示范";
  out.reason = "同意合同条款";
  out.location = "示范市";
  out.time = pki::testing::now;
  return out;
}

Bytes Signer::cms(const Digest& digest) {
  const Bytes attributes = encode_signed_attributes({digest, sm3(certificate.der)});
  const auto signature = authority.subscriber_key.sign(attributes, authority.random);
  auto out = assemble_signed_data(attributes, *signature, certificate.der,
                                  {authority.issuing.der, authority.root.der});
  EXPECT_TRUE(out);
  return *out;
}

Bytes Signer::sign(const Bytes& pdf, const SignatureRequest& request) {
  const auto document = Document::open(pdf, flate);
  EXPECT_TRUE(document);
  if (!document) return {};
  auto prepared = prepare_signature(*document, request, flate);
  EXPECT_TRUE(prepared) << code(prepared.error());
  if (!prepared) return {};
  const Bytes signature = cms(prepared->digest);
  return *finish_signature(*std::move(prepared), signature);
}

Trust Signer::trust() const {
  return {.roots = {sm3(authority.root.der)}, .certificates = {}, .crls = {}, .now = pki::testing::now + 60};
}

std::vector<SignatureReport> verify(const Bytes& pdf, const Trust& trust) {
  const Flate flate = platform::zlib_flate();
  auto reports = verify_signatures(pdf, flate, trust);
  EXPECT_TRUE(reports);
  if (!reports || reports->empty()) {
    ADD_FAILURE() << "no signature was found";
    return {SignatureReport{}};
  }
  return *std::move(reports);
}

Folder::Outcome qpdf_check(const Bytes& pdf) {
  const Folder folder;
  folder.write("a.pdf", pdf);
  return folder.run("qpdf --check a.pdf");
}

std::string pdfsig(const Bytes& pdf) {
  const Folder folder;
  folder.write("a.pdf", pdf);
  return folder.run("pdfsig a.pdf").output;
}

Bytes through_qpdf(const Bytes& pdf, const std::string& options) {
  const Folder folder;
  folder.write("a.pdf", pdf);
  const auto outcome = folder.run("qpdf " + options + " a.pdf b.pdf");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
  return folder.read("b.pdf");
}

}  // namespace palmkey::core::pdf::testing
