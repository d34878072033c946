#include "documents/page.hpp"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "tests/documents/tools_fixture.hpp"

namespace palmkey::documents {
namespace {

constexpr std::size_t kCells = 10;  // a side
constexpr double kCell = 20;

// The UTF-8 of a character of the basic multilingual plane above U+0800.
std::string utf8(unsigned character) {
  return {static_cast<char>(0xE0 | character >> 12), static_cast<char>(0x80 | (character >> 6 & 0x3F)),
          static_cast<char>(0x80 | (character & 0x3F))};
}

core::Bytes grid(const std::vector<std::string>& letters, bool bold) {
  Page page(kCells * kCell, kCells * kCell, "字", {});
  for (std::size_t i = 0; i < letters.size(); ++i) {
    auto column = static_cast<double>(i % kCells);
    std::size_t row = i / kCells;
    page.text_in(letters[i], {column * kCell, static_cast<double>(row) * kCell, kCell, kCell},
                 {.size = 14, .bold = bold, .align = Align::centre});
  }
  return page.finish();
}

// The letters of the grid that left no mark on the page.
std::string blank_letters(const std::vector<std::string>& letters, bool bold) {
  test::Folder folder;
  std::string file = folder.write("grid.pdf", grid(letters, bold));
  test::run({"pdftoppm", "-r", "72", "-gray", "-singlefile", file, folder.path("grid")});
  core::Bytes picture = test::read_file(folder.path("grid.pgm"));
  constexpr std::size_t kSide = static_cast<std::size_t>(kCell);
  constexpr std::size_t kWidth = kCells * kSide;
  EXPECT_GE(picture.size(), kWidth * kWidth);
  std::string blank;
  const std::uint8_t* dots = picture.data() + picture.size() - kWidth * kWidth;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    std::size_t ink = 0;
    for (std::size_t y = 0; y < kSide; ++y)
      for (std::size_t x = 0; x < kSide; ++x)
        ink += 255U - dots[(i / kCells * kSide + y) * kWidth + i % kCells * kSide + x];
    if (ink < 300) blank += letters[i];
  }
  return blank;
}

// Cairo's own subsets of CFF fonts lose glyphs, depending on which others are on the page.
TEST(Page, NoCharacterStaysBlank) {
  EXPECT_EQ(blank_letters({"如"}, false), "");
  for (unsigned first = 0x4E00; first < 0x9A00; first += 0x700) {
    std::vector<std::string> letters;
    for (unsigned i = 0; i < kCells * kCells; ++i) letters.push_back(utf8(first + i * 13));
    EXPECT_EQ(blank_letters(letters, false), "");
    EXPECT_EQ(blank_letters(letters, true), "");
  }
  EXPECT_EQ(blank_letters({"如", "　"}, false), "　") << "the test sees what is blank";
}

TEST(Page, CharactersWithoutAFontAreWrittenAsNumbers) {
  test::Folder folder;
  Page page(300, 40, "字", {});
  page.text("张\U0010FFF0范\U0010FFF1", 10, 10, 280, {});
  std::string file = folder.write("page.pdf", page.finish());
  std::string text = test::run({"pdftotext", file, "-"}).output;
  EXPECT_NE(text.find("张〔U+10FFF0〕范〔U+10FFF1〕"), std::string::npos) << text;
}

TEST(Page, ThreadsDrawTheSamePage) {
  std::vector<std::string> letters = {"张", "示", "范", "如", "𬭚", "A", "é"};
  core::Bytes expected = grid(letters, false);
  std::vector<core::Bytes> made(4);
  std::vector<std::thread> threads;
  threads.reserve(made.size());
  for (core::Bytes& bytes : made) threads.emplace_back([&] { bytes = grid(letters, false); });
  for (std::thread& thread : threads) thread.join();
  for (const core::Bytes& bytes : made) EXPECT_EQ(bytes, expected);
}

}  // namespace
}  // namespace palmkey::documents
