#include "documents/captcha.hpp"

#include <gtest/gtest.h>
#include <vips/vips.h>

#include <numeric>
#include <string>

#include "tests/documents/tools_fixture.hpp"

namespace palmkey::documents {
namespace {

core::Bytes bytes_from(std::uint8_t first, std::size_t size) {
  core::Bytes bytes(size);
  std::iota(bytes.begin(), bytes.end(), first);
  return bytes;
}

// The share of dots darker than the ground, 0 to 1, or -1 if the picture cannot be read or has another size.
double ink(const core::Bytes& png) {
  if (VIPS_INIT("test") != 0) return -1;
  VipsImage* image = nullptr;
  VipsImage* grey = nullptr;
  if (vips_pngload_buffer(const_cast<std::uint8_t*>(png.data()), png.size(), &image, nullptr) != 0) return -1;
  if (vips_colourspace(image, &grey, VIPS_INTERPRETATION_B_W, nullptr) != 0) return -1;
  std::size_t size = 0;
  auto* dots = static_cast<std::uint8_t*>(vips_image_write_to_memory(grey, &size));
  std::size_t dark = 0;
  for (std::size_t i = 0; i < size; ++i) dark += dots[i] < 160 ? 1 : 0;
  g_free(dots);
  g_object_unref(image);
  g_object_unref(grey);
  if (size != kCaptchaWidth * kCaptchaHeight) return -1;
  return static_cast<double>(dark) / static_cast<double>(size);
}

TEST(CaptchaText, PicksEveryLetterEquallyOftenAndNoneThatLooksLikeAnother) {
  std::string text = captcha_text(bytes_from(0, 256));
  ASSERT_EQ(text.size(), 256U);
  for (char letter : kCaptchaAlphabet) EXPECT_EQ(test::count(text, std::string(1, letter)), 8U) << letter;
  EXPECT_EQ(text.find_first_of("0O1I"), std::string::npos);
}

TEST(CaptchaPng, DrawsTheLettersItIsGiven) {
  for (std::uint8_t seed = 0; seed < 8; ++seed) {
    core::Bytes randomness = bytes_from(seed, 32);
    auto narrow = captcha_png("J7J7", randomness);
    auto wide = captcha_png("WMWM", randomness);
    ASSERT_TRUE(narrow && wide);
    EXPECT_GT(ink(*narrow), 0.08);
    EXPECT_GT(ink(*wide), ink(*narrow) + 0.05);
    EXPECT_LT(ink(*wide), 0.5);
  }
}

TEST(CaptchaPng, FollowsFromItsRandomness) {
  auto first = captcha_png("AB23", bytes_from(1, 32));
  auto again = captcha_png("AB23", bytes_from(1, 32));
  auto other = captcha_png("AB23", bytes_from(2, 32));
  ASSERT_TRUE(first && again && other);
  EXPECT_EQ(*first, *again);
  EXPECT_NE(*first, *other);
}

TEST(CaptchaPng, DoesNotCarryItsTextAsText) {
  auto png = captcha_png("QWERT", bytes_from(1, 32));
  ASSERT_TRUE(png);
  EXPECT_EQ(core::as_text(*png).find("QWERT"), std::string_view::npos);
}

TEST(CaptchaPng, RefusesOtherLettersAndLengthsAndTooLittleRandomness) {
  core::Bytes randomness = bytes_from(1, 16);
  EXPECT_TRUE(captcha_png("AB23", randomness));
  for (const char* text : {"AB2O", "AB 3", "ab23", "验证码A"}) {
    auto png = captcha_png(text, randomness);
    ASSERT_FALSE(png);
    EXPECT_EQ(png.error(), core::Error::malformed) << text;
  }
  for (const char* text : {"", "AB2", "AB23456"}) {
    auto png = captcha_png(text, randomness);
    ASSERT_FALSE(png);
    EXPECT_EQ(png.error(), core::Error::out_of_range) << text;
  }
  randomness.pop_back();
  auto png = captcha_png("AB23", randomness);
  ASSERT_FALSE(png);
  EXPECT_EQ(png.error(), core::Error::out_of_range);
}

}  // namespace
}  // namespace palmkey::documents
