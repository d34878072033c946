#include "documents/attachment_image.hpp"

#include <gtest/gtest.h>
#include <vips/vips.h>

#include <iterator>
#include <string>
#include <vector>

#include "tests/documents/tools_fixture.hpp"

namespace palmkey::documents {
namespace {

using test::Folder;

// A picture red at the left and blue at the right.
core::Bytes picture(int width, int height, const std::string& suffix) {
  EXPECT_EQ(VIPS_INIT("test"), 0);
  VipsImage* black = nullptr;
  VipsImage* half = nullptr;
  VipsImage* colour = nullptr;
  EXPECT_EQ(vips_black(&black, width, height, "bands", 3, nullptr), 0);
  double red[] = {220, 20, 20};
  double blue[] = {20, 20, 220};
  EXPECT_EQ(vips_draw_rect(black, red, 3, 0, 0, width / 2, height, "fill", TRUE, nullptr), 0);
  EXPECT_EQ(vips_draw_rect(black, blue, 3, width / 2, 0, width - width / 2, height, "fill", TRUE, nullptr),
            0);
  EXPECT_EQ(vips_copy(black, &half, "interpretation", VIPS_INTERPRETATION_sRGB, nullptr), 0);
  EXPECT_EQ(vips_cast_uchar(half, &colour, nullptr), 0);
  void* bytes = nullptr;
  std::size_t size = 0;
  EXPECT_EQ(vips_image_write_to_buffer(colour, suffix.c_str(), &bytes, &size, nullptr), 0);
  auto* first = static_cast<std::uint8_t*>(bytes);
  core::Bytes out(first, first + size);
  g_free(bytes);
  for (VipsImage* image : {black, half, colour}) g_object_unref(image);
  return out;
}

core::Bytes of_text(std::string_view text) {
  core::ByteView bytes = core::as_bytes(text);
  return {bytes.begin(), bytes.end()};
}

// The JPEG with an EXIF segment behind its start: orientation 6 (turn right) and a GPS latitude.
core::Bytes with_exif(const core::Bytes& jpeg) {
  using namespace std::string_literals;
  std::string tiff =
      "II*\0\x08\0\0\0"s                                          // little endian, IFD0 at 8
      "\x02\0"s                                                   // two entries
      "\x12\x01\x03\0\x01\0\0\0\x06\0\0\0"s                       // Orientation, SHORT, 6
      "\x25\x88\x04\0\x01\0\0\0\x26\0\0\0"s                       // GPS IFD at 38
      "\0\0\0\0"s                                                 // no next IFD
      "\x02\0"s                                                   // two entries
      "\x01\0\x02\0\x02\0\0\0N\0\0\0"s                            // GPSLatitudeRef "N"
      "\x02\0\x05\0\x03\0\0\0\x44\0\0\0"s                         // GPSLatitude, 3 RATIONAL at 68
      "\0\0\0\0"s                                                 // no next IFD
      "\x29\0\0\0\x01\0\0\0\x30\0\0\0\x01\0\0\0GPSM\x01\0\0\0"s;  // 41 degrees 48 minutes
  std::string body = "Exif\0\0"s + tiff;
  std::size_t length = body.size() + 2;
  std::string segment =
      "\xFF\xE1"s + static_cast<char>(length >> 8) + static_cast<char>(length & 0xFF) + body;
  core::Bytes out = jpeg;
  core::Bytes inserted = of_text(segment);
  out.insert(out.begin() + 2, inserted.begin(), inserted.end());
  return out;
}

bool has(core::ByteView bytes, std::string_view text) {
  return core::as_text(bytes).find(text) != std::string_view::npos;
}

bool is_jpeg(core::ByteView bytes) {
  return core::as_text(bytes).substr(0, 3) == "\xFF\xD8\xFF";
}

std::string code_of(core::ByteView file, const AttachmentLimits& limits = {}) {
  try {
    accept_attachment(file, limits);
  } catch (const AttachmentRefused& refused) {
    return std::string(refused.code());
  }
  return "accepted";
}

// A PDF with these objects as numbers 1, 2, …; the first is the catalogue.
core::Bytes pdf_of(const std::vector<std::string>& objects) {
  std::string out = "%PDF-1.7\n";
  std::string table = "xref\n0 " + std::to_string(objects.size() + 1) + "\n0000000000 65535 f \n";
  for (std::size_t i = 0; i < objects.size(); ++i) {
    std::string offset = std::to_string(out.size());
    table.append(10 - offset.size(), '0').append(offset).append(" 00000 n \n");
    out.append(std::to_string(i + 1)).append(" 0 obj\n").append(objects[i]).append("\nendobj\n");
  }
  std::string start = std::to_string(out.size());
  out += table + "trailer\n<</Size " + std::to_string(objects.size() + 1) + "/Root 1 0 R>>\nstartxref\n" +
         start + "\n%%EOF\n";
  return of_text(out);
}

core::Bytes pdf_with(const std::string& catalogue_more, const std::string& page_more,
                     const std::string& object = "null") {
  return pdf_of({"<</Type/Catalog/Pages 2 0 R " + catalogue_more + ">>",
                 "<</Type/Pages/Count 1/Kids[3 0 R]>>",
                 "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200] " + page_more + ">>", object});
}

TEST(Attachment, KeepsAPhotographAsJpegAndItsDigest) {
  Attachment kept = accept_attachment(picture(320, 200, ".jpg"));
  EXPECT_EQ(kept.media_type, "image/jpeg");
  EXPECT_TRUE(is_jpeg(kept.bytes));
  EXPECT_EQ(kept.width, 320);
  EXPECT_EQ(kept.height, 200);
  EXPECT_EQ(kept.pages, 1U);
  EXPECT_EQ(kept.digest, core::sm3(kept.bytes));
}

TEST(Attachment, TakesPngWithTransparencyOnWhite) {
  EXPECT_EQ(VIPS_INIT("test"), 0);
  VipsImage* image = nullptr;
  VipsImage* coloured = nullptr;
  ASSERT_EQ(vips_black(&image, 40, 30, "bands", 4, nullptr), 0);
  ASSERT_EQ(vips_copy(image, &coloured, "interpretation", VIPS_INTERPRETATION_sRGB, nullptr), 0);
  void* bytes = nullptr;
  std::size_t size = 0;
  ASSERT_EQ(vips_pngsave_buffer(coloured, &bytes, &size, nullptr), 0);
  Attachment kept = accept_attachment({static_cast<std::uint8_t*>(bytes), size});
  g_free(bytes);
  g_object_unref(image);
  g_object_unref(coloured);
  VipsImage* read = nullptr;
  double* point = nullptr;
  int bands = 0;
  ASSERT_EQ(vips_jpegload_buffer(kept.bytes.data(), kept.bytes.size(), &read, nullptr), 0);
  ASSERT_EQ(vips_getpoint(read, &point, &bands, 10, 10, nullptr), 0);
  EXPECT_EQ(bands, 3);
  EXPECT_GT(point[0], 250);
  g_free(point);
  g_object_unref(read);
}

TEST(Attachment, TakesHeicFromAPhone) {
  Folder folder;
  std::string source = folder.write("photo.png", picture(320, 240, ".png"));
  auto made = test::run({"heif-enc", source, "-o", folder.path("photo.heic")});
  ASSERT_EQ(made.exit_code, 0) << made.output;
  core::Bytes heic = test::read_file(folder.path("photo.heic"));
  Attachment kept = accept_attachment(heic);
  EXPECT_EQ(kept.media_type, "image/jpeg");
  EXPECT_TRUE(is_jpeg(kept.bytes));
  EXPECT_EQ(kept.width, 320);
  EXPECT_EQ(kept.height, 240);
  heic.resize(heic.size() / 2);
  EXPECT_EQ(code_of(heic), "attachment_damaged");
}

TEST(Attachment, TurnsPhotographsUprightAndForgetsWhereTheyWereTaken) {
  core::Bytes photo = with_exif(picture(320, 200, ".jpg"));
  ASSERT_TRUE(has(photo, "GPSM"));
  Attachment kept = accept_attachment(photo);
  EXPECT_EQ(kept.width, 200);
  EXPECT_EQ(kept.height, 320);
  for (const char* trace : {"GPSM", "Exif", "http://ns.adobe.com", "ICC_PROFILE"})
    EXPECT_FALSE(has(kept.bytes, trace)) << trace;
}

TEST(Attachment, ScalesLargePicturesDownAndSmallOnesNotUp) {
  AttachmentLimits limits;
  limits.long_side = 100;
  Attachment wide = accept_attachment(picture(400, 200, ".png"), limits);
  EXPECT_EQ(wide.width, 100);
  EXPECT_EQ(wide.height, 50);
  Attachment small = accept_attachment(picture(60, 80, ".png"), limits);
  EXPECT_EQ(small.width, 60);
  EXPECT_EQ(small.height, 80);
}

TEST(Attachment, DropsWhatIsHiddenBehindAPicture) {
  core::Bytes polyglot = picture(64, 64, ".jpg");
  core::Bytes archive = of_text("PK\x03\x04 hidden <script>alert(1)</script>");
  polyglot.insert(polyglot.end(), archive.begin(), archive.end());
  Attachment kept = accept_attachment(polyglot);
  EXPECT_FALSE(has(kept.bytes, "PK\x03\x04"));
  EXPECT_FALSE(has(kept.bytes, "<script>"));
}

TEST(Attachment, DropsWhatIsHiddenInAPdf) {
  core::Bytes polyglot = pdf_with("", "", "(hidden where no page looks)");
  core::Bytes archive = of_text("PK\x03\x04 behind the end");
  polyglot.insert(polyglot.end(), archive.begin(), archive.end());
  Attachment kept = accept_attachment(polyglot);
  EXPECT_EQ(kept.media_type, "application/pdf");
  EXPECT_EQ(kept.pages, 1U);
  EXPECT_EQ(kept.digest, core::sm3(kept.bytes));
  EXPECT_FALSE(has(kept.bytes, "PK\x03\x04"));
  EXPECT_FALSE(has(kept.bytes, "hidden where"));
  Folder folder;
  auto checked = test::run({"qpdf", "--check", folder.write("kept.pdf", kept.bytes)});
  EXPECT_EQ(checked.exit_code, 0) << checked.output;
  EXPECT_EQ(accept_attachment(polyglot).bytes, kept.bytes);
}

TEST(Attachment, RefusesWhatIsNoPictureAndNoPdf) {
  EXPECT_EQ(code_of({}), "attachment_empty");
  for (const char* content :
       {"MZ\x90\x03 a program called photo.jpg", "\177ELF\002\001\001", "#!/bin/sh\n", "GIF89a", "PK\x03\x04",
        "<svg xmlns='http://www.w3.org/2000/svg'/>", "RIFF\x24\x24\x24\x24WEBPVP8 ", "II*",
        "<html>%PDF-1.7</html>", "\001\001\001\034ftypavif\001\001\001\001"})
    EXPECT_EQ(code_of(of_text(content)), "attachment_type_unsupported") << content;
  core::Bytes avif = of_text(std::string("\000\000\000\030ftypavif\000\000\000\000avifmif1", 24));
  EXPECT_EQ(code_of(avif), "attachment_type_unsupported");
}

TEST(Attachment, RefusesDamagedPictures) {
  for (const char* suffix : {".jpg", ".png"}) {
    core::Bytes file = picture(800, 600, suffix);
    EXPECT_EQ(code_of(file), "accepted");
    file.resize(file.size() * 2 / 3);
    EXPECT_EQ(code_of(file), "attachment_damaged") << suffix;
    file.resize(12);
    EXPECT_EQ(code_of(file), "attachment_damaged") << suffix;
  }
}

TEST(Attachment, RefusesBombsBeforeDecodingThem) {
  using namespace std::string_literals;
  // IHDR of a PNG of 30000 by 30000 dots, eight bits RGB, with its CRC; behind it the start of a stream.
  std::string bomb = "\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR\0\0\x75\x30\0\0\x75\x30\x08\x02\0\0\0"s;
  std::uint32_t crc = 0xFFFFFFFF;
  for (std::size_t i = 12; i < bomb.size(); ++i) {
    crc ^= static_cast<std::uint8_t>(bomb[i]);
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
  }
  for (int shift = 24; shift >= 0; shift -= 8) bomb += static_cast<char>(~crc >> shift & 0xFF);
  bomb += "\0\0\0\x0CIDAT\x78\x01\0\0"s + std::string(64, '\0');
  EXPECT_EQ(code_of(of_text(bomb)), "attachment_too_many_pixels");

  AttachmentLimits limits;
  limits.pixels = 4096;
  EXPECT_EQ(code_of(picture(64, 64, ".jpg"), limits), "accepted");
  EXPECT_EQ(code_of(picture(65, 64, ".jpg"), limits), "attachment_too_many_pixels");
}

TEST(Attachment, RefusesOneByteMoreThanAllowed) {
  core::Bytes file = picture(64, 64, ".jpg");
  file.resize(AttachmentLimits{}.bytes);
  EXPECT_EQ(code_of(file), "accepted");
  file.push_back(0);
  EXPECT_EQ(code_of(file), "attachment_too_large");
}

TEST(Attachment, RefusesEncryptedPdf) {
  Folder folder;
  std::string plain = folder.write("plain.pdf", pdf_with("", ""));
  EXPECT_EQ(code_of(test::read_file(plain)), "accepted");
  for (const char* password : {"", "secret"}) {
    auto made =
        test::run({"qpdf", "--encrypt", password, "owner", "256", "--", plain, folder.path("encrypted.pdf")});
    ASSERT_EQ(made.exit_code, 0) << made.output;
    EXPECT_EQ(code_of(test::read_file(folder.path("encrypted.pdf"))), "attachment_pdf_encrypted") << password;
  }
}

TEST(Attachment, RefusesPdfThatRunsOrReachesOut) {
  const std::string link = "/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A";
  EXPECT_EQ(code_of(pdf_with("/OpenAction[3 0 R/Fit]", "")), "accepted");
  EXPECT_EQ(code_of(pdf_with("", link + "<</S/URI/URI(https://demo.example)>>>>]")), "accepted");
  const core::Bytes active[] = {
      pdf_with("/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>", ""),
      pdf_with("/OpenAction 4 0 R", "", "<</S/JavaScript/JS(app.alert\\(1\\))>>"),
      pdf_with("/OpenAction 4 0 R", "", "<</#53/Java#53cript/J#53(app.alert\\(1\\))>>"),
      pdf_with("/Names<</JavaScript<</Names[(a)4 0 R]>>>>", "", "<</S/JavaScript/JS(1)>>"),
      pdf_with("", "/AA<</O<</S/Named/N/Print>>>>"),
      pdf_with("", link + "<</S/Launch/F(cmd.exe)>>>>]"),
      pdf_with("", link + "<</S/GoToR/F(\\\\\\\\host\\\\share)>>>>]"),
      pdf_with("", link + "<</S/SubmitForm/F(https://demo.example)>>>>]"),
      pdf_with("/AcroForm<</XFA 4 0 R/Fields[]>>", "", "<</Length 0>>stream\n\nendstream"),
      pdf_with("", "/Annots[<</Type/Annot/Subtype/FileAttachment/Rect[0 0 9 9]>>]"),
      pdf_with("", "/Annots[<</Type/Annot/Subtype/RichMedia/Rect[0 0 9 9]>>]"),
  };
  for (std::size_t i = 0; i < std::size(active); ++i)
    EXPECT_EQ(code_of(active[i]), "attachment_pdf_active") << i;

  Folder folder;
  std::string plain = folder.write("plain.pdf", pdf_with("", ""));
  std::string hidden = folder.write("hidden.txt", core::as_bytes("text"));
  auto made = test::run({"qpdf", plain, "--add-attachment", hidden, "--", folder.path("embedded.pdf")});
  ASSERT_EQ(made.exit_code, 0) << made.output;
  EXPECT_EQ(code_of(test::read_file(folder.path("embedded.pdf"))), "attachment_pdf_active");
  made = test::run(
      {"qpdf", "--object-streams=generate", folder.write("js.pdf", active[0]), folder.path("packed.pdf")});
  ASSERT_EQ(made.exit_code, 0) << made.output;
  EXPECT_EQ(code_of(test::read_file(folder.path("packed.pdf"))), "attachment_pdf_active");
}

TEST(Attachment, RefusesPdfWithTooManyPagesOrNone) {
  auto pdf_of_pages = [](std::size_t count) {
    std::string kids;
    for (std::size_t i = 0; i < count; ++i) kids += std::to_string(i + 3) + " 0 R ";
    std::vector<std::string> objects = {
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Count " + std::to_string(count) + "/Kids[" + kids + "]>>"};
    for (std::size_t i = 0; i < count; ++i)
      objects.emplace_back("<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>");
    return pdf_of(objects);
  };
  EXPECT_EQ(accept_attachment(pdf_of_pages(30)).pages, 30U);
  EXPECT_EQ(code_of(pdf_of_pages(31)), "attachment_too_many_pages");
  EXPECT_EQ(code_of(pdf_of_pages(0)), "attachment_pdf_no_pages");
}

TEST(Attachment, RefusesDamagedPdf) {
  core::Bytes whole = pdf_with("", "");
  core::Bytes half(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(whole.size() / 2));
  EXPECT_EQ(code_of(half), "attachment_damaged");
  EXPECT_EQ(code_of(of_text("%PDF-1.7\n")), "attachment_damaged");
  std::string deep = std::string(5000, '[') + std::string(5000, ']');
  EXPECT_EQ(code_of(pdf_with("/Deep " + deep, "")), "attachment_damaged");
}

}  // namespace
}  // namespace palmkey::documents
