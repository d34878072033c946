#include "documents/name_seal.hpp"

#include <cairo.h>
#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>

namespace palmkey::documents {
namespace {

struct Pixel {
  unsigned alpha, red, green, blue;  // premultiplied
};

class Picture {
 public:
  explicit Picture(core::Bytes png) : png_(std::move(png)), rest_(png_) {
    const auto read = [](void* closure, unsigned char* data, unsigned int size) {
      auto& rest = *static_cast<core::ByteView*>(closure);
      if (rest.size() < size) return CAIRO_STATUS_READ_ERROR;
      std::copy_n(rest.begin(), size, data);
      rest = rest.subspan(size);
      return CAIRO_STATUS_SUCCESS;
    };
    surface_.reset(cairo_image_surface_create_from_png_stream(read, &rest_));
    EXPECT_EQ(cairo_surface_status(surface_.get()), CAIRO_STATUS_SUCCESS);
  }
  int width() const { return cairo_image_surface_get_width(surface_.get()); }
  int height() const { return cairo_image_surface_get_height(surface_.get()); }
  Pixel at(int x, int y) const {
    const unsigned char* row =
        cairo_image_surface_get_data(surface_.get()) +
        static_cast<std::ptrdiff_t>(y) * cairo_image_surface_get_stride(surface_.get());
    const unsigned char* p = row + static_cast<std::ptrdiff_t>(x) * 4;  // BGRA on this machine
    return {p[3], p[2], p[1], p[0]};
  }
  // The share of pixels with ink.
  double ink(int left, int top, int right, int bottom) const {
    int inked = 0;
    for (int y = top; y < bottom; ++y)
      for (int x = left; x < right; ++x) inked += at(x, y).alpha > 128 ? 1 : 0;
    return static_cast<double>(inked) / ((right - left) * (bottom - top));
  }

 private:
  core::Bytes png_;
  core::ByteView rest_;
  std::unique_ptr<cairo_surface_t, void (*)(cairo_surface_t*)> surface_{nullptr, cairo_surface_destroy};
};

core::Bytes seal(std::string_view name) {
  auto png = name_seal_png(name);
  EXPECT_TRUE(png) << name;
  return png ? *png : core::Bytes();
}

TEST(NameSeal, IsARedSquareOnNothing) {
  const Picture picture(seal("张示范"));
  EXPECT_EQ(picture.width(), kNameSealSide);
  EXPECT_EQ(picture.height(), kNameSealSide);
  EXPECT_EQ(picture.at(0, 0).alpha, 0U);
  const Pixel frame = picture.at(kNameSealSide / 2, 16);
  EXPECT_EQ(frame.alpha, 255U);
  EXPECT_GT(frame.red, 180U);
  EXPECT_LT(frame.green, 40U);
  EXPECT_LT(frame.blue, 40U);
}

TEST(NameSeal, FillsItsFieldWithTheName) {
  constexpr int low = 30, middle = kNameSealSide / 2, high = kNameSealSide - 30;
  for (const char* name : {"张示", "张示范", "欧阳示范"}) {
    const Picture picture(seal(name));
    for (const auto& [left, top] : {std::pair(low, low), {middle, low}, {low, middle}, {middle, middle}}) {
      const double ink = picture.ink(left, top, left + high - middle, top + high - middle);
      EXPECT_GT(ink, 0.12) << name << " " << left << "," << top;
      EXPECT_LT(ink, 0.7) << name;
    }
  }
}

TEST(NameSeal, TakesNamesOfAllLengthsAndLetters) {
  std::set<std::string> seals;
  const std::string names[] = {"张示",
                               "张示范",
                               "范示张",
                               "欧阳示范",
                               "示范示范示",
                               "阿卜杜示范·示范",
                               "示范示范示范示范示范示范示范示范示范示范",
                               "Shifan Zhang",
                               "Maximiliana Demonstration-Exampleton van der Example",
                               std::string(64, 'W')};
  for (const auto& name : names) {
    const auto png = seal(name);
    EXPECT_GT(Picture(png).ink(30, 30, kNameSealSide - 30, kNameSealSide - 30), 0.03) << name;
    // Nothing reaches beyond the frame.
    EXPECT_EQ(Picture(png).ink(0, 0, 8, kNameSealSide), 0) << name;
    EXPECT_EQ(Picture(png).ink(kNameSealSide - 8, 0, kNameSealSide, kNameSealSide), 0) << name;
    seals.emplace(core::as_text(png));
  }
  EXPECT_EQ(seals.size(), std::size(names));
}

TEST(NameSeal, IsTheSameForTheSameName) {
  EXPECT_EQ(seal("张示范"), seal("张示范"));
  EXPECT_EQ(seal("示范·示范"), seal("示范示范"));  // seals leave the dot out
}

TEST(NameSeal, SpellsWhatNoFontHas) {
  EXPECT_GT(Picture(seal("张\U000323AF")).ink(30, 30, 180, 180), 0.01);
}

TEST(NameSeal, RefusesWhatIsNoName) {
  EXPECT_FALSE(name_seal_png(""));
  EXPECT_FALSE(name_seal_png("张\n示范"));
  EXPECT_FALSE(name_seal_png("\xFF"));
  EXPECT_FALSE(name_seal_png(std::string(65, 'A')));
}

}  // namespace
}  // namespace palmkey::documents
