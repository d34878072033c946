#include "core/pdf/document.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/pdf/parser.hpp"
#include "tests/core/mutations.hpp"
#include "tests/core/pdf/pdf_fixture.hpp"

namespace palmkey::core::pdf {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): the fixture's

const Flate flate = platform::zlib_flate();

std::string rewritten(std::string_view text) {
  auto object = Parser(as_bytes(text)).object();
  if (!object) return "refused";
  Bytes out;
  write(out, *object);
  return std::string(as_text(out));
}

Result<std::vector<Page>> pages_of(const Bytes& pdf) {
  PALMKEY_TRY(document, Document::open(pdf, flate));
  return document.pages();
}

TEST(PdfObject, IsWrittenAsItWasRead) {
  EXPECT_EQ(rewritten("[ true false null 0 -7 +7 3.25 -.5 4. 12 0 R /A#20b ]"),
            "[ true false null 0 -7 7 3.25 -.5 4. 12 0 R /A#20b ]");
  EXPECT_EQ(rewritten("<</A 1/B<</C[2]>>/D(x)>>"), "<< /A 1 /B << /C [ 2 ] >> /D <78> >>");
  EXPECT_EQ(rewritten("[1 0 2 0 R 3]"), "[ 1 0 2 0 R 3 ]");
  EXPECT_EQ(rewritten("% comment\n 5"), "5");
  EXPECT_EQ(rewritten("<</A null/B 1>>"), "<< /B 1 >>");
}

TEST(PdfObject, StringsHaveAllTheirForms) {
  EXPECT_EQ(rewritten("(a(b)\\)c)"), "<612862292963>");
  EXPECT_EQ(rewritten("(\\n\\101\\7z\\\nq\r\nw\\x)"), "<0a41077a710a7778>");
  EXPECT_EQ(rewritten("<4 1 4>"), "<4140>");
  EXPECT_EQ(rewritten("()"), "<>");
}

TEST(PdfObject, IsRefusedIfDamaged) {
  for (const char* damaged :
       {"", "<<", "<< /A >>", "<< 1 2 >>", "<< /A 1 /A 2 >>", "[1", "(a", "<4", "<4x>", "truely", "1x", "--1",
        "1..2", "/A#0", "/A#00", "R", ">>", "<< /A 1 >", "nul"}) {
    EXPECT_EQ(rewritten(damaged), "refused") << damaged;
  }
  EXPECT_EQ(rewritten(std::string(64, '[') + std::string(64, ']')).substr(0, 3), "[ [");
  EXPECT_EQ(rewritten(std::string(65, '[') + "1" + std::string(65, ']')), "refused");
  EXPECT_EQ(rewritten(std::string(1'000'000, '[')), "refused");
}

TEST(PdfObject, TextStringsRoundTrip) {
  for (const char* text : {"", "plain", "张示范", "𠀀 and €"}) EXPECT_EQ(text_of(text_string(text)), text);
  EXPECT_EQ(text_of(String{bytes_of("Latin")}), "Latin");
  EXPECT_EQ(text_of(String{bytes_of("\xef\xbb\xbf张")}), "张");
  EXPECT_EQ(text_of(String{bytes_of("\xe4")}), "\xef\xbf\xbd");
  EXPECT_EQ(text_of(String{{0xfe, 0xff, 0xd8, 0x00}}), "\xef\xbf\xbd");
}

TEST(PdfDocument, TellsItsPages) {
  for (const char* options : {"--object-streams=disable", "--object-streams=generate", "--linearize",
                              "--linearize --object-streams=generate", "--qdf"}) {
    const auto pages = pages_of(through_qpdf(drawn_pdf(3), options));
    ASSERT_TRUE(pages) << options;
    ASSERT_EQ(pages->size(), 3u);
    EXPECT_EQ((*pages)[2].width(), 595);
    EXPECT_EQ((*pages)[2].height(), 842);
  }
}

TEST(PdfDocument, PagesTakeWhatStandsAboveThem) {
  auto objects = small_document();
  objects[1] = "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [10 20.5 110 220.5] /Rotate -90 >>";
  objects[2] = "<< /Type /Page /Parent 2 0 R >>";
  const auto pages = pages_of(handmade_pdf(objects));
  ASSERT_TRUE(pages);
  EXPECT_EQ((*pages)[0].rotation, 270);
  EXPECT_EQ((*pages)[0].width(), 200);
  EXPECT_EQ((*pages)[0].height(), 100);
}

TEST(PdfDocument, PageTreesThatRunInCirclesAreRefused) {
  auto objects = small_document();
  objects[1] = "<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 2 >>";
  EXPECT_EQ(pages_of(handmade_pdf(objects)).error(), Error::malformed);
  objects[1] = "<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 >>";
  EXPECT_EQ(pages_of(handmade_pdf(objects)).error(), Error::malformed);
}

TEST(PdfDocument, NewerObjectsStandForOlderOnes) {
  const Bytes pdf = with_update(handmade_pdf(small_document()),
                                {{3, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 50 60] >>"}}, 5);
  const auto pages = pages_of(pdf);
  ASSERT_TRUE(pages);
  EXPECT_EQ((*pages)[0].width(), 50);
}

TEST(PdfDocument, HybridFilesHideObjectsInAStream) {
  // Object 5, in a stream beside the table, is the page that the tree names.
  auto objects = small_document();
  objects[1] = "<< /Type /Pages /Kids [5 0 R] /Count 1 >>";
  Bytes pdf = handmade_pdf(objects);
  const std::string content = "5 0 << /Type /Page /Parent 2 0 R /MediaBox [0 0 70 80] >>";
  std::string out(as_text(pdf));
  const std::size_t packed = out.size();
  out += "6 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Length " + std::to_string(content.size()) +
         " >>\nstream\n" + content + "\nendstream\nendobj\n";
  const std::size_t hidden = out.size();
  const auto byte = [](std::size_t value) { return static_cast<char>(value & 0xff); };
  const std::string rows{2, 0, 6, 0, 1, byte(packed >> 8), byte(packed), 0};
  out += "7 0 obj\n<< /Type /XRef /W [1 2 1] /Index [5 2] /Size 8 /Root 1 0 R /Length 8 >>\nstream\n" + rows +
         "\nendstream\nendobj\n";
  const std::size_t section = out.size();
  const auto finish = [&](const std::string& beside) {
    return bytes_of(out + "xref\n5 1\n0000000000 00000 f \ntrailer\n<< /Size 8 /Root 1 0 R /Prev " +
                    std::to_string(newest_section(pdf)) + beside + " >>\nstartxref\n" +
                    std::to_string(section) + "\n%%EOF\n");
  };
  const Bytes hybrid = finish(" /XRefStm " + std::to_string(hidden));
  const auto pages = pages_of(hybrid);
  ASSERT_TRUE(pages);
  EXPECT_EQ((*pages)[0].width(), 70);
  EXPECT_FALSE(pages_of(finish("")));

  Signer signer;
  auto request = signer.request();
  request.rectangle = {10, 10, 60, 60};
  const Bytes signed_file = signer.sign(hybrid, request);
  EXPECT_TRUE(verify(signed_file, signer.trust())[0].intact);
  EXPECT_EQ(qpdf_check(signed_file).exit_code, 0) << qpdf_check(signed_file).output;
}

TEST(PdfDocument, ChainsOfRevisionsThatRunInCirclesAreRefused) {
  const Bytes pdf = handmade_pdf(small_document());
  const std::string own = std::to_string(newest_section(pdf));
  const Bytes circle = handmade_pdf(small_document(), "/Root 1 0 R /Prev " + own);
  ASSERT_EQ(newest_section(circle), newest_section(pdf));
  EXPECT_EQ(Document::open(circle, flate).error(), Error::malformed);
}

TEST(PdfDocument, IsRefusedIfDamaged) {
  const Bytes pdf = handmade_pdf(small_document());
  ASSERT_TRUE(Document::open(pdf, flate));
  EXPECT_EQ(Document::open({}, flate).error(), Error::malformed);
  EXPECT_EQ(Document::open(replaced(pdf, "%PDF-1", "%PS-1.7"), flate).error(), Error::malformed);
  EXPECT_EQ(Document::open(replaced(pdf, "startxref", "startxraf"), flate).error(), Error::malformed);
  EXPECT_EQ(Document::open(replaced(pdf, "/Root 1", "/Root 9"), flate).error(), Error::malformed);
  EXPECT_EQ(Document::open(replaced(pdf, "1 0 obj", "8 0 obj"), flate).error(), Error::malformed);
  EXPECT_EQ(Document::open(replaced(pdf, "trailer", "trader "), flate).error(), Error::malformed);
  EXPECT_EQ(Document::open(handmade_pdf(small_document(), "/Root 1 0 R /Encrypt << >>"), flate).error(),
            Error::pdf_encrypted);
}

TEST(PdfDocument, StreamsHaveTheLengthTheySay) {
  auto objects = small_document();
  objects[3] = "<< /Length 5 0 R >>\nstream\n0 0 m 9 9\nendstream";
  objects.emplace_back("9");
  const Bytes pdf = handmade_pdf(objects);
  const auto document = Document::open(pdf, flate);
  const auto stream = document->load({4, 0});
  ASSERT_TRUE(stream);
  EXPECT_EQ(as_text(stream->as<Stream>()->packed), "0 0 m 9 9");
  for (const char* wrong : {"8", "11", "1000000", "-1", "(x)", "null", "4 0 R", "5 0 R"}) {
    objects[4] = wrong;
    const Bytes other = handmade_pdf(objects);
    const auto damaged = Document::open(other, flate);
    ASSERT_TRUE(damaged);
    EXPECT_FALSE(damaged->load({4, 0})) << wrong;
  }
}

TEST(PdfDocument, UnpacksNoMoreThanItMay) {
  const Bytes zeros(1'000'000, 0);
  const Bytes packed = *flate.pack(zeros);
  EXPECT_EQ(flate.unpack(packed, 1'000'000)->size(), 1'000'000u);
  EXPECT_EQ(flate.unpack(packed, 999'999).error(), Error::malformed);
  EXPECT_EQ(flate.unpack(ByteView(packed).first(20), 1'000'000).error(), Error::malformed);
  EXPECT_EQ(flate.unpack({}, 10).error(), Error::malformed);
}

TEST(PdfDocument, UndoesPngPredictors) {
  // One row of each filter, two bytes a pixel of one byte: the same 1 2 3 each time.
  const Bytes rows{0, 1, 2, 3, 1, 1, 1, 1, 2, 0, 0, 0, 3, 1, 1, 1, 4, 0, 0, 0};
  const Bytes packed = *flate.pack(rows);
  const std::string dictionary = "<< /Filter [/FlateDecode] /DecodeParms [<< /Predictor 15 /Columns 3 >>] >>";
  auto object = Parser(as_bytes(dictionary)).object();
  ASSERT_TRUE(object);
  const Stream stream{*object->as<Dictionary>(), packed};
  const auto data = unpack_stream(stream, flate, 100);
  ASSERT_TRUE(data);
  EXPECT_EQ(*data, (Bytes{1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3}));
}

TEST(PdfDocument, RandomChangesNeverBreakTheReader) {
  core::testing::TestRandom random(3);
  int opened = 0;
  const std::vector<Bytes> valid{handmade_pdf(small_document()),
                                 through_qpdf(drawn_pdf(), "--object-streams=generate"),
                                 through_qpdf(drawn_pdf(), "--qdf"), Signer().sign(drawn_pdf())};
  for (const Bytes& pdf : valid) {
    for (int i = 0; i < 300; ++i) {
      const Bytes changed = core::testing::mutate(pdf, random);
      const auto document = Document::open(changed, flate);
      if (!document) continue;
      ++opened;
      const auto pages = document->pages();
      for (const auto& [number, entry] : document->cross_reference().entries) {
        if (const auto object = document->load({number, entry.generation})) {
          Bytes out;
          write(out, *object);
        }
      }
      if (pages) {
        EXPECT_LE(pages->size(), 3u);
      }
    }
  }
  EXPECT_GT(opened, 0);
}

}  // namespace
}  // namespace palmkey::core::pdf
