#include "documents/qr_code.hpp"

#include <gtest/gtest.h>

#include <string>

#include "tests/documents/tools_fixture.hpp"

namespace palmkey::documents {
namespace {

const std::string kLink = "https://demo.example/c?d=0123456789abcdef&n=示范";

// A terminal's picture of the text: eight by sixteen dots a character, blocks bright on a dark ground.
std::string portable_greymap(const std::string& terminal) {
  std::string rows;
  std::size_t width = 0;
  std::size_t height = 0;
  for (std::size_t at = 0; at < terminal.size();) {
    std::string upper;
    std::string lower;
    while (terminal[at] != '\n') {
      bool space = terminal[at] == ' ';
      std::string cell = space ? " " : terminal.substr(at, 3);
      at += cell.size();
      EXPECT_TRUE(space || cell == "█" || cell == "▀" || cell == "▄") << cell;
      upper += std::string(8, cell == "█" || cell == "▀" ? '\xff' : '\x00');
      lower += std::string(8, cell == "█" || cell == "▄" ? '\xff' : '\x00');
    }
    ++at;
    width = upper.size();
    height += 16;
    for (int i = 0; i < 8; ++i) rows += upper;
    for (int i = 0; i < 8; ++i) rows += lower;
  }
  return "P5 " + std::to_string(width) + " " + std::to_string(height) + " 255\n" + rows;
}

TEST(QrCode, SvgIsReadBackByAScanner) {
  test::Folder folder;
  for (QrCorrection correction : {QrCorrection::low, QrCorrection::medium}) {
    auto svg = qr_svg(kLink, correction);
    ASSERT_TRUE(svg);
    std::string source = folder.write("code.svg", core::as_bytes(*svg));
    auto drawn = test::run({"rsvg-convert", "--width", "500", "--output", folder.path("code.png"), source});
    ASSERT_EQ(drawn.exit_code, 0) << drawn.output;
    EXPECT_EQ(test::barcodes_in(folder.path("code.png")), "QR-Code:" + kLink + "\n");
  }
}

TEST(QrCode, TerminalTextIsReadBackByAScanner) {
  test::Folder folder;
  auto text = qr_terminal(kLink, QrCorrection::low);
  ASSERT_TRUE(text);
  std::string picture = folder.write("code.pgm", core::as_bytes(portable_greymap(*text)));
  EXPECT_EQ(test::barcodes_in(picture), "QR-Code:" + kLink + "\n");
}

TEST(QrCode, TerminalLinesAreAsWideAsTheSymbolAndItsQuietZone) {
  auto modules = qr_modules("12345678901234567890", QrCorrection::low);
  auto text = qr_terminal("12345678901234567890", QrCorrection::low);
  ASSERT_TRUE(modules);
  ASSERT_TRUE(text);
  std::size_t side = modules->size + 2 * kQrQuietZone;
  EXPECT_EQ(test::count(*text, "\n"), (side + 1) / 2);
  std::string quiet;
  for (std::size_t i = 0; i < side; ++i) quiet += "█";
  EXPECT_EQ(text->substr(0, 2 * (quiet.size() + 1)), quiet + "\n" + quiet + "\n");
}

TEST(QrCode, MoreCorrectionNeedsALargerSymbol) {
  std::string text(100, 'x');
  auto low = qr_modules(text, QrCorrection::low);
  auto medium = qr_modules(text, QrCorrection::medium);
  ASSERT_TRUE(low);
  ASSERT_TRUE(medium);
  EXPECT_LT(low->size, medium->size);
}

TEST(QrCode, RefusesNothingAndTooMuch) {
  // ISO/IEC 18004, table 7: version 40-L holds 2953 bytes, 40-M 2331.
  EXPECT_TRUE(qr_modules(std::string(2953, '~'), QrCorrection::low));
  EXPECT_TRUE(qr_modules(std::string(2331, '~'), QrCorrection::medium));
  for (const auto& refused :
       {qr_modules("", QrCorrection::low), qr_modules(std::string(2954, '~'), QrCorrection::low),
        qr_modules(std::string(2332, '~'), QrCorrection::medium)}) {
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error(), core::Error::out_of_range);
  }
}

}  // namespace
}  // namespace palmkey::documents
