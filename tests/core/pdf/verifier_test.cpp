#include "core/pdf/verifier.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/cms/signed_attributes.hpp"
#include "core/cms/signed_data.hpp"
#include "pki/crl.hpp"
#include "tests/core/mutations.hpp"
#include "tests/core/pdf/pdf_fixture.hpp"

namespace palmkey::core::pdf {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using namespace testing;  // NOLINT(google-build-using-namespace): the fixture's
using pki::testing::day;
using pki::testing::now;

class PdfVerifier : public ::testing::Test {
 protected:
  SignatureReport report(const Bytes& pdf) { return verify(pdf, signer.trust()).front(); }

  void expect_changed(const Bytes& pdf) {
    const auto r = report(pdf);
    EXPECT_TRUE(r.intact);
    EXPECT_TRUE(r.signature_valid);
    EXPECT_FALSE(r.covers_whole_document);
    EXPECT_EQ(r.changes_after, Changes::content);
    EXPECT_THAT(r.problems, Contains("changed_after"));
  }

  // The first page of a drawn or small document as an object, with one more entry.
  std::string page_with(const Bytes& pdf, std::string_view entry) const {
    const auto document = Document::open(pdf, signer.flate);
    const auto page = document->load(page_of(pdf));
    Bytes out;
    write(out, *page);
    std::string text(as_text(out));
    return text.insert(text.size() - 2, entry);
  }
  Reference page_of(const Bytes& pdf) const {
    return (*Document::open(pdf, signer.flate)->pages())[0].reference;
  }
  int size_of(const Bytes& pdf) const { return static_cast<int>(Document::open(pdf, signer.flate)->size()); }
  int number_of(const Reference& reference) const { return static_cast<int>(reference.number); }

  Bytes crl(std::vector<RevokedCertificate> revoked, std::int64_t this_update = now) {
    return *pki::sign_crl({.number = 1,
                           .this_update = this_update,
                           .next_update = this_update + day,
                           .revoked = std::move(revoked)},
                          signer.authority.issuing,
                          pki::signer_with(signer.authority.issuing_key, signer.authority.random));
  }

  Signer signer;
  Bytes original = handmade_pdf(small_document());
  Bytes signed_file = signer.sign(original);
};

TEST_F(PdfVerifier, FindsNothingInAnUnsignedFile) {
  const auto reports = verify_signatures(original, signer.flate, signer.trust());
  ASSERT_TRUE(reports);
  EXPECT_TRUE(reports->empty());
}

TEST_F(PdfVerifier, SeesAChangedByte) {
  const auto r = report(replaced(signed_file, "0 0 m 9 9", "0 0 m 9 8"));
  EXPECT_FALSE(r.intact);
  EXPECT_TRUE(r.signature_valid);
  EXPECT_THAT(r.problems, Contains("digest_mismatch"));
}

TEST_F(PdfVerifier, SeesAChangeOfEachSignedByte) {
  core::testing::TestRandom random(5);
  const std::size_t begin = position(signed_file, "/Contents <") + 10;
  const std::size_t end = position(signed_file, ">", begin) + 1;
  for (std::size_t at = 0; at < signed_file.size(); at += 37) {
    if (at >= begin && at < end) continue;
    Bytes changed = signed_file;
    changed[at] ^= 1;
    const auto reports = verify_signatures(changed, signer.flate, signer.trust());
    if (!reports || reports->empty()) continue;
    EXPECT_FALSE(reports->front().intact) << at;
  }
}

TEST_F(PdfVerifier, RefusesAnothersSignatureValue) {
  const std::size_t begin = position(signed_file, "/Contents <") + 11;
  const std::size_t end = position(signed_file, "0000000000", begin);
  Bytes changed = signed_file;
  changed[end - 3] = changed[end - 3] == '1' ? '2' : '1';
  const auto r = report(changed);
  EXPECT_FALSE(r.signature_valid);
}

TEST_F(PdfVerifier, SaysWhomItTrusts) {
  EXPECT_EQ(report(signed_file).trusted, Trusted::yes);
  auto trust = signer.trust();
  trust.roots = {sm3(signer.authority.issuing.der)};
  const auto elsewhere = verify(signed_file, trust).front();
  EXPECT_EQ(elsewhere.trusted, Trusted::unknown_root);
  EXPECT_THAT(elsewhere.problems, Contains("root_unknown"));
  EXPECT_TRUE(elsewhere.intact);
}

TEST_F(PdfVerifier, NeedsTheChain) {
  const auto document = Document::open(original, signer.flate);
  auto prepared = *prepare_signature(*document, signer.request(), signer.flate);
  const Bytes attributes = encode_signed_attributes({prepared.digest, sm3(signer.certificate.der)});
  const auto signature = signer.authority.subscriber_key.sign(attributes, signer.authority.random);
  const Bytes alone =
      *finish_signature(prepared, *assemble_signed_data(attributes, *signature, signer.certificate.der, {}));
  EXPECT_EQ(report(alone).trusted, Trusted::unknown_root);
  EXPECT_THAT(report(alone).problems, Contains("chain_incomplete"));
  auto trust = signer.trust();
  trust.certificates = {signer.authority.issuing.der, signer.authority.root.der};
  EXPECT_EQ(verify(alone, trust).front().trusted, Trusted::yes);
}

TEST_F(PdfVerifier, RefusesAForgedChain) {
  // An issuing certificate of the same name and key identifier, but of another key.
  auto contents = signer.authority.contents("张示范", signer.authority.subscriber_key);
  Signer forger;
  forger.certificate = forger.authority.force(pki::subscriber_signing_profile(), contents,
                                              signer.authority.issuing, signer.authority.subscriber_key);
  const auto r = verify(forger.sign(original), signer.trust()).front();
  EXPECT_TRUE(r.signature_valid);
  EXPECT_EQ(r.trusted, Trusted::invalid);
  EXPECT_THAT(r.problems, Contains("chain_invalid"));
}

TEST_F(PdfVerifier, JudgesTheClaimedTime) {
  auto request = signer.request();
  request.time = signer.certificate.not_before - 1;
  auto r = report(signer.sign(original, request));
  EXPECT_FALSE(r.certificate_in_time);
  EXPECT_THAT(r.problems, Contains("certificate_not_valid_then"));
  request.time = now + day;
  r = report(signer.sign(original, request));
  EXPECT_FALSE(r.certificate_in_time);
  EXPECT_THAT(r.problems, Contains("time_in_future"));
  EXPECT_TRUE(report(signed_file).certificate_in_time);
  auto trust = signer.trust();
  trust.now = signer.certificate.not_after + 1;
  r = verify(signed_file, trust).front();
  EXPECT_TRUE(r.certificate_in_time);
  EXPECT_THAT(r.problems, Contains("certificate_expired_since"));
}

TEST_F(PdfVerifier, AsksTheRevocationList) {
  auto trust = signer.trust();
  trust.crls = {crl({})};
  auto r = verify(signed_file, trust).front();
  EXPECT_EQ(r.revocation, Revocation::good);
  EXPECT_THAT(r.problems, ElementsAre());
  trust.crls = {crl({{signer.certificate.serial, now, RevocationReason::key_compromise}})};
  r = verify(signed_file, trust).front();
  EXPECT_EQ(r.revocation, Revocation::revoked);
  EXPECT_THAT(r.problems, ElementsAre("certificate_revoked"));
}

TEST_F(PdfVerifier, BelievesNoListThatIsOldOrOfAnother) {
  auto trust = signer.trust();
  trust.crls = {crl({}, now - 10 * day)};
  EXPECT_EQ(verify(signed_file, trust).front().revocation, Revocation::unknown);
  Bytes forged = crl({});
  forged.back() ^= 1;
  trust.crls = {forged, bytes_of("no list")};
  EXPECT_EQ(verify(signed_file, trust).front().revocation, Revocation::unknown);
}

// Universal signature forgery: the range is missing or odd, and a careless reader verifies nothing.
TEST_F(PdfVerifier, RefusesOddRanges) {
  const std::size_t at = position(signed_file, "/ByteRange [0 ");
  const std::size_t end = position(signed_file, "]", at);
  const std::string range(as_text(signed_file).substr(at, end + 1 - at));
  const std::string length = std::to_string(range.size());
  const auto with = [&](std::string other) {
    EXPECT_LE(other.size(), range.size() + 8);
    other.resize(std::max(other.size(), range.size()), ' ');
    return replaced(signed_file, std::string(as_text(signed_file).substr(at, other.size())), other);
  };
  for (const char* odd : {"", "/ByteRange null", "/ByteRange []", "/ByteRange [0 1]", "/ByteRange [0 0 0 0]",
                          "/ByteRange -1", "/ByteRange [0 -1 2 3]", "/ByteRange [0 (a) 2 3]",
                          "/ByteRange [1 2 3 4]", "/ByteRange [0 9 9 9 9]"}) {
    const auto r = report(with(odd));
    EXPECT_FALSE(r.intact) << odd;
    EXPECT_THAT(r.problems, Contains("byte_range_invalid")) << odd;
  }
}

TEST_F(PdfVerifier, RefusesMissingOrOddContents) {
  for (const char* other : {"/Contentx <", "/Contents /"}) {
    const auto r = report(replaced(signed_file, "/Contents <", other));
    EXPECT_FALSE(r.intact);
    EXPECT_FALSE(r.signature_valid);
    EXPECT_THAT(r.problems, Contains("signature_unreadable"));
  }
  // White space between the digits: where the string ends is no longer the one thing that all readers say.
  Bytes spaced = signed_file;
  const std::size_t begin = position(signed_file, "/Contents <") + 11;
  spaced[position(signed_file, "0000000000", begin) + 20] = ' ';
  spaced[position(signed_file, "0000000000", begin) + 21] = ' ';
  EXPECT_THAT(report(spaced).problems, Contains("byte_range_invalid"));
  Bytes behind = signed_file;
  behind[position(signed_file, ">", begin) - 1] = '1';
  EXPECT_THAT(report(behind).problems, Contains("contents_malformed"));
}

// Incremental saving: something is appended after the signed revision.
TEST_F(PdfVerifier, SeesAppendedRevisions) {
  const int size = size_of(signed_file);
  expect_changed(with_update(signed_file, {{4, "<< /Length 9 >>\nstream\n0 0 m 1 1\nendstream"}}, size));
  expect_changed(with_update(
      signed_file, {{3, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R >>"}}, size));
  expect_changed(with_update(signed_file, {{2, "<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 >>"}}, size));
}

TEST_F(PdfVerifier, SeesAppendedBytesThatAreNoRevision) {
  Bytes comment = signed_file;
  append(comment, "% something\n");
  expect_changed(comment);
  Bytes copied = signed_file;
  // A second end that names the old section: nothing is new, but something was appended.
  append(copied, "startxref\n" + std::to_string(newest_section(signed_file)) + "\n%%EOF\n");
  expect_changed(copied);
}

TEST_F(PdfVerifier, SeesReplacedCatalogs) {
  const int size = size_of(signed_file);
  std::string text(
      as_text(with_update(signed_file, {{size, "<< /Type /Catalog /Pages 2 0 R >>"}}, size + 1)));
  text.replace(text.rfind("/Root 1 0 R"), 11, "/Root " + std::to_string(size) + " 0 R");
  const auto reports = verify_signatures(as_bytes(text), signer.flate, signer.trust());
  ASSERT_TRUE(reports);
  EXPECT_TRUE(reports->empty());
  const std::string kept =
      "<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (x) >> /AcroForm << ";
  const std::size_t form = position(signed_file, "/AcroForm << ") + 13;
  const std::string rest(as_text(signed_file).substr(form, as_text(signed_file).find("endobj", form) - form));
  expect_changed(with_update(signed_file, {{1, kept + rest}}, size));
}

// Shadow attacks: what the signer saw is swapped for what was hidden in the file before.
TEST_F(PdfVerifier, SeesSwappedContent) {
  auto objects = small_document();
  objects.emplace_back("<< /Length 9 >>\nstream\n0 0 m 5 5\nendstream");  // 5, hidden
  const Bytes shadowed = signer.sign(handmade_pdf(objects));
  std::string page = page_with(shadowed, "");
  page.replace(page.find("/Contents 4"), 11, "/Contents 5");
  expect_changed(with_update(shadowed, {{3, page}}, size_of(shadowed)));
  // Only the cross-reference table changes: number 4 now lies where 5 does.
  std::string text(as_text(shadowed));
  const std::size_t hidden = text.find("0 0 m 5 5");
  const std::size_t section = text.size();
  std::string offset = std::to_string(text.rfind("5 0 obj", hidden));
  text += "xref\n4 1\n" + std::string(10 - offset.size(), '0') + offset + " 00000 n \ntrailer\n<< /Size " +
          std::to_string(size_of(shadowed)) + " /Root 1 0 R /Prev " +
          std::to_string(newest_section(shadowed)) + " >>\nstartxref\n" + std::to_string(section) +
          "\n%%EOF\n";
  expect_changed(bytes_of(text));
}

TEST_F(PdfVerifier, SeesAnnotationsAndFieldsThatWereAdded) {
  const Reference page = page_of(signed_file);
  const int next = size_of(signed_file);
  std::string text = page_with(signed_file, "");
  const std::size_t end = text.find(']', text.find("/Annots ["));
  text.insert(end, " " + std::to_string(next) + " 0 R ");
  const std::string note = "<< /Type /Annot /Subtype /FreeText /Contents (900) /Rect [0 0 99 99] >>";
  expect_changed(with_update(signed_file, {{number_of(page), text}, {next, note}}, next + 1));
}

TEST_F(PdfVerifier, SeesAFieldThatOnlyLooksLikeASignature) {
  const Bytes twice = signer.sign(signed_file);
  EXPECT_EQ(report(twice).changes_after, Changes::signatures_only);
  // The second field loses its value, or gets an action.
  const std::size_t field = as_text(twice).rfind("/T <5369676e617475726532>");
  ASSERT_NE(field, std::string_view::npos);
  const std::size_t value = position(twice, "/V ", field);
  Bytes unsigned_field = twice;
  unsigned_field[value + 1] = 'X';
  EXPECT_EQ(report(unsigned_field).changes_after, Changes::content);
  Bytes active = twice;
  active[position(twice, "/F ", field) + 1] = 'A';
  EXPECT_EQ(report(active).changes_after, Changes::content);
}

TEST_F(PdfVerifier, AllowsDocumentSecurityStores) {
  const std::size_t catalog = position(signed_file, "/AcroForm");
  std::string text(
      as_text(signed_file).substr(catalog, as_text(signed_file).find("endobj", catalog) - catalog));
  text.insert(0, "<< /Type /Catalog /Pages 2 0 R /DSS << /Type /DSS >> ");
  const auto r = report(with_update(signed_file, {{1, text}}, size_of(signed_file)));
  EXPECT_EQ(r.changes_after, Changes::signatures_only);
  EXPECT_TRUE(r.intact);
  EXPECT_FALSE(r.covers_whole_document);
}

// Signature wrapping: the signature dictionary is written again behind the signed bytes, which it still
// names, with a gap that is wide enough for other content.
TEST_F(PdfVerifier, RefusesWrappedSignatures) {
  const std::size_t begin = as_text(signed_file).rfind("/Type /Sig ");
  const std::size_t body = as_text(signed_file).rfind("<<", begin);
  const std::size_t end = position(signed_file, "\nendobj", begin);
  const std::size_t header = as_text(signed_file).rfind('\n', body - 2) + 1;
  const int number = std::stoi(std::string(as_text(signed_file).substr(header, 4)));
  const std::string copy(as_text(signed_file).substr(body, end - body));
  const std::size_t contents = position(signed_file, "/Contents <") + 10;
  const std::size_t range = copy.find("[0 ");
  for (const std::size_t gap_end : {position(signed_file, ">", contents) + 1, signed_file.size() - 40}) {
    std::string numbers = "[0 " + std::to_string(contents) + " " + std::to_string(gap_end) + " " +
                          std::to_string(signed_file.size() - gap_end) + "]";
    numbers.resize(copy.find(']', range) + 1 - range, ' ');
    std::string wrapped = copy;
    wrapped.replace(range, numbers.size(), numbers);
    const auto r = report(with_update(signed_file, {{number, wrapped}}, size_of(signed_file)));
    EXPECT_FALSE(r.intact);
    EXPECT_THAT(r.problems, Contains("byte_range_invalid"));
  }
}

TEST_F(PdfVerifier, SaysWhatItDoesNotKnow) {
  auto r = report(replaced(signed_file, "ETSI.CAdES.detached", "ETSI.CAdES.attached"));
  EXPECT_FALSE(r.intact);
  EXPECT_FALSE(r.signature_valid);
  EXPECT_THAT(r.problems, Contains("format_unsupported"));
  EXPECT_EQ(r.trusted, Trusted::invalid);
}

TEST_F(PdfVerifier, RefusesAKeyThatIsNotForSignatures) {
  Signer wrong;
  wrong.certificate =
      wrong.authority.issue(pki::subscriber_encryption_profile(),
                            wrong.authority.contents("张示范", wrong.authority.subscriber_key));
  const auto r = report(wrong.sign(original));
  EXPECT_FALSE(r.signature_valid);
  EXPECT_THAT(r.problems, Contains("wrong_key_usage"));
}

TEST_F(PdfVerifier, RandomChangesAreNeverTakenForTheSignedFile) {
  core::testing::TestRandom random(17);
  const Bytes twice = signer.sign(signed_file);
  const std::size_t begin = as_text(twice).rfind("/Contents <") + 10;
  const std::size_t end = position(twice, ">", begin) + 1;
  for (int i = 0; i < 400; ++i) {
    const Bytes changed = core::testing::mutate(twice, random);
    const auto reports = verify_signatures(changed, signer.flate, signer.trust());
    if (!reports || reports->empty() || changed == twice) continue;
    const auto& last = reports->back();
    if (!last.covers_whole_document || !last.intact) continue;
    // Only the Contents are not signed.
    ASSERT_EQ(changed.size(), twice.size());
    EXPECT_TRUE(
        std::equal(twice.begin(), twice.begin() + static_cast<std::ptrdiff_t>(begin), changed.begin()));
    EXPECT_TRUE(std::equal(twice.begin() + static_cast<std::ptrdiff_t>(end), twice.end(),
                           changed.begin() + static_cast<std::ptrdiff_t>(end)));
  }
}

}  // namespace
}  // namespace palmkey::core::pdf
