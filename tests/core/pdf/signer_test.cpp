#include "core/pdf/signer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/cms/signed_attributes.hpp"
#include "tests/core/pdf/pdf_fixture.hpp"

namespace palmkey::core::pdf {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using namespace testing;  // NOLINT(google-build-using-namespace): the fixture's

// The signed file is sound for us and for others, and begins with what was signed.
void expect_signed(const Bytes& original, const Bytes& signed_file, const Trust& trust) {
  ASSERT_GT(signed_file.size(), original.size());
  EXPECT_TRUE(std::equal(original.begin(), original.end(), signed_file.begin()));
  const auto report = verify(signed_file, trust).back();
  EXPECT_TRUE(report.intact);
  EXPECT_TRUE(report.signature_valid);
  EXPECT_TRUE(report.covers_whole_document);
  EXPECT_EQ(report.trusted, Trusted::yes);
  EXPECT_EQ(report.changes_after, Changes::none);
  EXPECT_THAT(report.problems, ElementsAre("revocation_unknown"));
  const auto qpdf = qpdf_check(signed_file);
  EXPECT_EQ(qpdf.exit_code, 0) << qpdf.output;
  const std::string structure = pdfsig(signed_file);
  EXPECT_THAT(structure, HasSubstr("Total document signed"));
}

Error error_of(const Bytes& pdf, const SignatureRequest& request, const Flate& flate) {
  const auto document = Document::open(pdf, flate);
  if (!document) return document.error();
  const auto prepared = prepare_signature(*document, request, flate);
  return prepared ? Error::refused : prepared.error();
}

TEST(PdfSignature, IsAddedToAFileWithAClassicTable) {
  Signer signer;
  const Bytes original = through_qpdf(drawn_pdf(), "--object-streams=disable");
  const Bytes signed_file = signer.sign(original);
  expect_signed(original, signed_file, signer.trust());
  const std::string structure = pdfsig(signed_file);
  EXPECT_THAT(structure, HasSubstr("ETSI.CAdES.detached"));
  EXPECT_THAT(structure, HasSubstr("Signature Field Name: Signature1"));
}

TEST(PdfSignature, IsAddedToAFileWithObjectStreams) {
  Signer signer;
  const Bytes original = through_qpdf(drawn_pdf(), "--object-streams=generate");
  ASSERT_EQ(as_text(original).find("\nxref"), std::string_view::npos);
  expect_signed(original, signer.sign(original), signer.trust());
}

TEST(PdfSignature, IsAddedToALinearisedFile) {
  Signer signer;
  for (const char* options : {"--linearize", "--linearize --object-streams=generate"}) {
    const Bytes original = through_qpdf(drawn_pdf(3), options);
    auto request = signer.request();
    request.page = 2;
    expect_signed(original, signer.sign(original, request), signer.trust());
  }
}

TEST(PdfSignature, IsAddedToWhatCairoDraws) {
  Signer signer;
  const Bytes original = drawn_pdf();
  expect_signed(original, signer.sign(original), signer.trust());
}

TEST(PdfSignature, TellsWhatItsSignerClaims) {
  Signer signer;
  const auto report = verify(signer.sign(drawn_pdf()), signer.trust()).front();
  EXPECT_EQ(report.name, "张示范");
  EXPECT_EQ(report.reason, "同意合同条款");
  EXPECT_EQ(report.location, "示范市");
  EXPECT_EQ(report.time, pki::testing::now);
  EXPECT_EQ(report.certificate, signer.certificate.der);
  EXPECT_THAT(report.subject, HasSubstr("张示范"));
}

TEST(PdfSignature, MayTakeTheOlderFormat) {
  Signer signer;
  auto request = signer.request();
  request.format = SignatureFormat::pkcs7;
  const Bytes original = drawn_pdf();
  const Bytes signed_file = signer.sign(original, request);
  expect_signed(original, signed_file, signer.trust());
  EXPECT_THAT(pdfsig(signed_file), HasSubstr("adbe.pkcs7.detached"));
}

TEST(PdfSignature, MayBeInvisibleOrText) {
  Signer signer;
  auto request = signer.request();
  request.picture.reset();
  request.lines = {"Signed (by) \\ Shifan", "张示范"};
  const Bytes original = drawn_pdf();
  expect_signed(original, signer.sign(original, request), signer.trust());
  EXPECT_NE(as_text(signer.sign(original, request))
                .find("(?"
                      "?"
                      "?) Tj"),
            std::string_view::npos);
  request.rectangle = {};
  expect_signed(original, signer.sign(original, request), signer.trust());
}

TEST(PdfSignature, IsPackedOnlyByHostsThatCan) {
  Signer signer;
  const Bytes packed = signer.sign(drawn_pdf());
  signer.flate.pack = nullptr;
  const Bytes original = drawn_pdf();
  const Bytes unpacked = signer.sign(original);
  expect_signed(original, unpacked, signer.trust());
  EXPECT_GT(unpacked.size(), packed.size());
}

TEST(PdfSignature, LeavesEarlierOnesValid) {
  Signer first("张示范");
  Signer second("李示范");
  for (const char* options : {"--object-streams=disable", "--object-streams=generate"}) {
    const Bytes once = first.sign(through_qpdf(drawn_pdf(), options));
    auto request = second.request();
    request.rectangle = {200, 30, 320, 90};
    const Bytes twice = second.sign(once, request);
    expect_signed(once, twice, second.trust());
    const auto reports = verify(twice, first.trust());
    ASSERT_EQ(reports.size(), 2u);
    EXPECT_TRUE(reports[0].intact);
    EXPECT_TRUE(reports[0].signature_valid);
    EXPECT_FALSE(reports[0].covers_whole_document);
    EXPECT_EQ(reports[0].changes_after, Changes::signatures_only);
    EXPECT_EQ(reports[1].changes_after, Changes::none);
    const std::string structure = pdfsig(twice);
    EXPECT_THAT(structure, HasSubstr("Signature Field Name: Signature2"));
    EXPECT_THAT(structure, HasSubstr("Not total document signed"));
  }
}

TEST(PdfSignature, StandsUprightOnPagesThatAreTurned) {
  Signer signer;
  // Where the rectangle 20..140, 30..90 of the page as it is shown lies in user space.
  const std::vector<std::pair<int, std::string>> turned{{0, "[ 20 30 140 90 ]"},
                                                        {90, "[ 210 20 270 140 ]"},
                                                        {180, "[ 160 110 280 170 ]"},
                                                        {270, "[ 30 60 90 180 ]"}};
  for (const auto& [rotation, rectangle] : turned) {
    auto objects = small_document();
    objects[2].insert(objects[2].size() - 2, "/Rotate " + std::to_string(rotation) + " ");
    const Bytes original = handmade_pdf(objects);
    const Bytes signed_file = signer.sign(original);
    expect_signed(original, signed_file, signer.trust());
    EXPECT_NE(as_text(signed_file).find("/Rect " + rectangle), std::string_view::npos) << rotation;
  }
}

TEST(PdfSignature, IsPlacedOnTheCroppedPage) {
  Signer signer;
  auto objects = small_document();
  objects[2].insert(objects[2].size() - 2, "/CropBox [100 50 400 190] ");
  const Bytes signed_file = signer.sign(handmade_pdf(objects));
  EXPECT_NE(as_text(signed_file).find("/Rect [ 120 80 240 140 ]"), std::string_view::npos);
}

TEST(PdfSignature, JoinsAFormHoweverItIsWritten) {
  Signer signer;
  const std::string field =
      "<< /FT /Tx /T (Signature1) /Type /Annot /Subtype /Widget /Rect [0 0 9 9] /P 3 0 R >>";
  for (const bool form_apart : {false, true}) {
    for (const bool lists_apart : {false, true}) {
      auto objects = small_document();  // 5 field, 6 form, 7 list of fields, 8 list of annotations
      const std::string form = lists_apart ? "<< /Fields 7 0 R >>" : "<< /Fields [5 0 R] >>";
      objects[0] = "<< /Type /Catalog /Pages 2 0 R /AcroForm " + (form_apart ? "6 0 R" : form) + " >>";
      objects[2].insert(objects[2].size() - 2, lists_apart ? "/Annots 8 0 R " : "/Annots [5 0 R] ");
      objects.insert(objects.end(), {field, form, "[5 0 R]", "[5 0 R]"});
      const Bytes original = handmade_pdf(objects);
      const Bytes signed_file = signer.sign(original);
      expect_signed(original, signed_file, signer.trust());
      EXPECT_THAT(pdfsig(signed_file), HasSubstr("Signature Field Name: Signature2"));
      const Bytes twice = signer.sign(signed_file);
      EXPECT_EQ(verify(twice, signer.trust())[0].changes_after, Changes::signatures_only);
    }
  }
}

TEST(PdfSignature, IsRefusedWhereItCannotBe) {
  const Signer signer;
  const Bytes pdf = drawn_pdf(1);
  auto request = signer.request();
  request.page = 1;
  EXPECT_EQ(error_of(pdf, request, signer.flate), Error::out_of_range);
  request = signer.request();
  request.rectangle = {20, 30, 700, 90};
  EXPECT_EQ(error_of(pdf, request, signer.flate), Error::out_of_range);
  request.rectangle = {50, 30, 20, 90};
  EXPECT_EQ(error_of(pdf, request, signer.flate), Error::out_of_range);
  request = signer.request();
  request.picture->width = 41;
  EXPECT_EQ(error_of(pdf, request, signer.flate), Error::out_of_range);
  request = signer.request();
  request.room = 100'000;
  EXPECT_EQ(error_of(pdf, request, signer.flate), Error::out_of_range);
  EXPECT_EQ(error_of(bytes_of("no PDF"), signer.request(), signer.flate), Error::malformed);
  // A page that is the catalog too, found by the fuzzing target `pdf`: form and widget would be written to
  // one object.
  auto objects = small_document();
  objects[0] = "<< /Type /Catalog /Pages 1 0 R /MediaBox [0 0 300 200] >>";
  EXPECT_EQ(error_of(handmade_pdf(objects), signer.request(), signer.flate), Error::malformed);
  // A form whose fields cannot be read, found by the same: it was signed, and the signature could not be
  // verified.
  objects = small_document();
  objects.push_back("<< /FT /Sig /T (a) /Kids [ 0 ] >>");
  objects[0] = "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [ " + std::to_string(objects.size()) +
               " 0 R ] >> >>";
  EXPECT_EQ(error_of(handmade_pdf(objects), signer.request(), signer.flate), Error::malformed);
}

TEST(PdfSignature, IsRefusedForEncryptedFiles) {
  const Signer signer;
  const Bytes encrypted = through_qpdf(drawn_pdf(), "--encrypt secret secret 256 --");
  EXPECT_EQ(error_of(encrypted, signer.request(), signer.flate), Error::pdf_encrypted);
}

TEST(PdfSignature, IsRefusedWhereTheAuthorForbidsIt) {
  const Signer signer;
  for (const auto& [permission, error] : {std::pair{1, Error::pdf_signing_forbidden}, {2, Error::refused}}) {
    auto objects = small_document();
    objects[0] = "<< /Type /Catalog /Pages 2 0 R /Perms << /DocMDP 5 0 R >> >>";
    objects.push_back("<< /Type /Sig /Reference [ << /TransformMethod /DocMDP /TransformParams << /P " +
                      std::to_string(permission) + " >> >> ] >>");
    EXPECT_EQ(error_of(handmade_pdf(objects), signer.request(), signer.flate), error) << permission;
  }
  auto objects = small_document();
  objects[0] = "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [] /XFA (x) >> >>";
  EXPECT_EQ(error_of(handmade_pdf(objects), signer.request(), signer.flate), Error::pdf_dynamic_form);
}

TEST(PdfSignature, NeedsRoom) {
  Signer signer;
  const Bytes pdf = drawn_pdf();
  auto request = signer.request();
  request.room = 64;
  const auto document = Document::open(pdf, signer.flate);
  auto prepared = prepare_signature(*document, request, signer.flate);
  ASSERT_TRUE(prepared);
  EXPECT_EQ(finish_signature(*prepared, Bytes(65, 0x30)).error(), Error::out_of_range);
  EXPECT_TRUE(finish_signature(*prepared, Bytes(64, 0x30)));
}

// Others than ourselves find the attributes' digest in the file and the signature in the attributes.
TEST(PdfSignature, IsRightForOpenssl) {
  Signer signer;
  const Bytes file = signer.sign(drawn_pdf());
  const std::size_t begin = position(file, "/Contents <") + 10;
  const std::size_t end = position(file, ">", begin) + 1;
  const Folder folder;
  Bytes covered(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(begin));
  covered.insert(covered.end(), file.begin() + static_cast<std::ptrdiff_t>(end), file.end());
  folder.write("covered", covered);
  folder.write("contents", *from_hex(as_text(ByteView(file).subspan(begin + 1, end - begin - 2))));
  const auto digest = folder.run("openssl dgst -sm3 -r covered | cut -c 1-64 | tr a-f A-F | tr -d '\\n'");
  const auto parsed = folder.run("openssl asn1parse -inform DER -in contents");
  EXPECT_THAT(parsed.output, HasSubstr("[HEX DUMP]:" + digest.output));
  EXPECT_THAT(parsed.output, HasSubstr("id-smime-aa-signingCertificateV2"));
}

}  // namespace
}  // namespace palmkey::core::pdf
