#include "documents/captcha.hpp"

#include <cairo.h>

#include <cmath>
#include <cstring>
#include <memory>
#include <numbers>
#include <random>
#include <stdexcept>
#include <vector>

namespace palmkey::documents {
namespace {

using Surface = std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)>;
using Context = std::unique_ptr<cairo_t, decltype(&cairo_destroy)>;

constexpr double kWidth = kCaptchaWidth;
constexpr double kHeight = kCaptchaHeight;
constexpr std::size_t kFewest = 4;
constexpr std::size_t kMost = 6;
constexpr std::size_t kLeastRandomness = 16;

// Noise need not be unpredictable, the letters are; so the randomness only seeds a generator.
class Dice {
 public:
  explicit Dice(core::ByteView randomness) {
    std::seed_seq seed(randomness.begin(), randomness.end());
    generator_.seed(seed);
  }
  // Evenly between both; computed here because the standard's distributions differ between libraries.
  double between(double low, double high) {
    return low + (high - low) * (static_cast<double>(generator_()) / 4294967296.0);
  }

 private:
  std::mt19937 generator_;
};

Surface new_surface() {
  return {cairo_image_surface_create(CAIRO_FORMAT_RGB24, kCaptchaWidth, kCaptchaHeight),
          cairo_surface_destroy};
}

void dark_colour(cairo_t* cairo, Dice& dice) {
  cairo_set_source_rgb(cairo, dice.between(0, 0.4), dice.between(0, 0.4), dice.between(0.1, 0.55));
}

void draw_letters(cairo_t* cairo, std::string_view text, Dice& dice) {
  cairo_select_font_face(cairo, "Noto Sans CJK SC", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_BOLD);
  double step = (kWidth - 24) / static_cast<double>(text.size());
  double size = std::fmin(52, step * 1.3);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char letter[] = {text[i], '\0'};
    cairo_set_font_size(cairo, size * dice.between(0.9, 1.05));
    cairo_text_extents_t extents;
    cairo_text_extents(cairo, letter, &extents);
    cairo_save(cairo);
    cairo_translate(cairo, 12 + step * (static_cast<double>(i) + 0.5) + dice.between(-2, 2),
                    kHeight / 2 + dice.between(-5, 5));
    cairo_rotate(cairo, dice.between(-0.32, 0.32));
    cairo_move_to(cairo, -extents.x_bearing - extents.width / 2, -extents.y_bearing - extents.height / 2);
    dark_colour(cairo, dice);
    cairo_show_text(cairo, letter);
    cairo_restore(cairo);
  }
}

void draw_noise(cairo_t* cairo, Dice& dice) {
  constexpr int kLines = 3;
  constexpr int kDots = 90;
  for (int i = 0; i < kLines; ++i) {
    dark_colour(cairo, dice);
    cairo_set_line_width(cairo, dice.between(0.8, 1.8));
    cairo_move_to(cairo, dice.between(0, 20), dice.between(8, kHeight - 8));
    cairo_curve_to(cairo, dice.between(40, 90), dice.between(-10, kHeight + 10), dice.between(100, 160),
                   dice.between(-10, kHeight + 10), dice.between(kWidth - 20, kWidth),
                   dice.between(8, kHeight - 8));
    cairo_stroke(cairo);
  }
  for (int i = 0; i < kDots; ++i) {
    dark_colour(cairo, dice);
    cairo_arc(cairo, dice.between(0, kWidth), dice.between(0, kHeight), dice.between(0.5, 1.2), 0,
              2 * std::numbers::pi);
    cairo_fill(cairo);
  }
}

// Each dot comes from a place shifted along two waves, so that no letter keeps a straight edge.
void bend(cairo_surface_t* from, cairo_surface_t* to, Dice& dice) {
  double wave_x = dice.between(2, 3.5);
  double wave_y = dice.between(2, 4);
  double length_x = dice.between(34, 50);
  double length_y = dice.between(45, 70);
  double phase_x = dice.between(0, 2 * std::numbers::pi);
  double phase_y = dice.between(0, 2 * std::numbers::pi);
  cairo_surface_flush(from);
  const unsigned char* source = cairo_image_surface_get_data(from);
  unsigned char* target = cairo_image_surface_get_data(to);
  auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(from));
  auto clamped = [](double value, std::size_t size) {
    return static_cast<std::size_t>(
        std::lround(std::fmin(std::fmax(value, 0), static_cast<double>(size - 1))));
  };
  for (std::size_t y = 0; y < kCaptchaHeight; ++y) {
    for (std::size_t x = 0; x < kCaptchaWidth; ++x) {
      auto column = static_cast<double>(x);
      auto row = static_cast<double>(y);
      std::size_t from_x =
          clamped(column + wave_x * std::sin(2 * std::numbers::pi * row / length_x + phase_x), kCaptchaWidth);
      std::size_t from_y = clamped(
          row + wave_y * std::sin(2 * std::numbers::pi * column / length_y + phase_y), kCaptchaHeight);
      std::memcpy(target + y * stride + x * 4, source + from_y * stride + from_x * 4, 4);
    }
  }
  cairo_surface_mark_dirty(to);
}

cairo_status_t append(void* closure, const unsigned char* data, unsigned int size) {
  auto& bytes = *static_cast<core::Bytes*>(closure);
  bytes.insert(bytes.end(), data, data + size);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

std::string captcha_text(core::ByteView randomness) {
  std::string text;
  for (std::uint8_t byte : randomness) text += kCaptchaAlphabet[byte % kCaptchaAlphabet.size()];
  return text;
}

core::Result<core::Bytes> captcha_png(std::string_view text, core::ByteView randomness) {
  if (text.find_first_not_of(kCaptchaAlphabet) != std::string_view::npos) return core::Error::malformed;
  if (text.size() < kFewest || text.size() > kMost || randomness.size() < kLeastRandomness)
    return core::Error::out_of_range;
  Dice dice(randomness);
  Surface straight = new_surface();
  Context cairo(cairo_create(straight.get()), cairo_destroy);
  cairo_set_source_rgb(cairo.get(), dice.between(0.9, 1), dice.between(0.9, 1), dice.between(0.9, 1));
  cairo_paint(cairo.get());
  draw_letters(cairo.get(), text, dice);
  Surface bent = new_surface();
  bend(straight.get(), bent.get(), dice);
  Context over(cairo_create(bent.get()), cairo_destroy);
  draw_noise(over.get(), dice);
  core::Bytes png;
  if (cairo_status(cairo.get()) != CAIRO_STATUS_SUCCESS || cairo_status(over.get()) != CAIRO_STATUS_SUCCESS ||
      cairo_surface_write_to_png_stream(bent.get(), append, &png) != CAIRO_STATUS_SUCCESS)
    throw std::runtime_error("the captcha could not be drawn");
  return png;
}

}  // namespace palmkey::documents
