#include "documents/name_seal.hpp"

#include <cairo.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <memory>
#include <numbers>
#include <stdexcept>
#include <string>
#include <vector>

#include "documents/page.hpp"
#include "documents/plain_text.hpp"

namespace palmkey::documents {
namespace {

constexpr std::size_t kLongestName = 64;  // code points
constexpr const char* kFont = "Noto Serif CJK SC, Noto Sans CJK SC";
constexpr double kSide = kNameSealSide;
constexpr double kFrameInset = 10;
constexpr double kFrameWidth = 13;
constexpr double kFrameCorner = 16;
constexpr double kFieldInset = 30;
constexpr double kField = kSide - 2 * kFieldInset;
constexpr double kMark = 76;  // of the 印 below names in lines
constexpr Colour kRed = {0.78, 0.06, 0.09};
constexpr std::size_t kMostInColumns = 15;

constexpr double kLargestText = 110;  // pixels
constexpr double kSmallestText = 10;  // at which words may be broken anywhere
constexpr double kEm = 100;
// Where the em square of a Chinese glyph begins above the baseline, in em.
constexpr double kAscent = 0.88;

template <auto release>
struct Release {
  template <class T>
  void operator()(T* object) const {
    release(object);
  }
};
using Layout = std::unique_ptr<PangoLayout, Release<g_object_unref>>;

bool is_han(gunichar c) {
  return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

bool is_middle_dot(gunichar c) {
  return c == 0x00B7 || c == 0x2022 || c == 0x2027 || c == 0x30FB;
}

// The glyphs of a name that can stand in columns; empty if it cannot.
std::vector<std::string> column_glyphs(std::string_view name) {
  std::vector<std::string> glyphs;
  while (!name.empty()) {
    const gunichar c = g_utf8_get_char(name.data());
    const std::string_view letter =
        name.substr(0, static_cast<unsigned char>(g_utf8_skip[static_cast<unsigned char>(name[0])]));
    name.remove_prefix(letter.size());
    if (is_middle_dot(c)) continue;
    if (!is_han(c)) return {};
    glyphs.emplace_back(letter);
  }
  if (glyphs.size() > kMostInColumns) return {};
  return glyphs;
}

class Seal {
 public:
  Seal()
      : surface_(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, kNameSealSide, kNameSealSide)),
        cairo_(cairo_create(surface_.get())) {
    cairo_set_source_rgb(cairo_.get(), kRed.red, kRed.green, kRed.blue);
  }

  void frame() {
    cairo_t* cairo = cairo_.get();
    const double low = kFrameInset + kFrameWidth / 2, high = kSide - low;
    constexpr double quarter = std::numbers::pi / 2;
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, high - kFrameCorner, low + kFrameCorner, kFrameCorner, -quarter, 0);
    cairo_arc(cairo, high - kFrameCorner, high - kFrameCorner, kFrameCorner, 0, quarter);
    cairo_arc(cairo, low + kFrameCorner, high - kFrameCorner, kFrameCorner, quarter, 2 * quarter);
    cairo_arc(cairo, low + kFrameCorner, low + kFrameCorner, kFrameCorner, 2 * quarter, 3 * quarter);
    cairo_close_path(cairo);
    cairo_set_line_width(cairo, kFrameWidth);
    cairo_stroke(cairo);
  }

  // One glyph, its em square stretched over the cell.
  void glyph(const std::string& letter, const Box& cell) {
    Layout text = layout(letter, kEm, 0);
    if (pango_layout_get_unknown_glyphs_count(text.get()) > 0) {
      std::array<char, 16> number{};
      std::snprintf(number.data(), number.size(), "U+%04X", g_utf8_get_char(letter.data()));
      lines(number.data(), cell);
      return;
    }
    const double baseline = pango_units_to_double(pango_layout_get_baseline(text.get()));
    cairo_t* cairo = cairo_.get();
    cairo_save(cairo);
    cairo_translate(cairo, cell.x, cell.y);
    cairo_scale(cairo, cell.width / kEm, cell.height / kEm);
    cairo_translate(cairo, 0, kAscent * kEm - baseline);
    fill(text.get());
    cairo_restore(cairo);
  }

  // Text in centred lines, as large as the box allows.
  void lines(const std::string& words, const Box& box) {
    constexpr double kStep = 2;
    for (double size = kLargestText;; size -= kStep) {
      Layout text = layout(words, size, box.width);
      PangoRectangle logical{};
      pango_layout_get_extents(text.get(), nullptr, &logical);
      const double width = pango_units_to_double(logical.width);
      const double height = pango_units_to_double(logical.height);
      if ((width > box.width || height > box.height) && size > kSmallestText) continue;
      cairo_save(cairo_.get());
      cairo_translate(cairo_.get(), box.x, box.y + (box.height - height) / 2);
      fill(text.get());
      cairo_restore(cairo_.get());
      return;
    }
  }

  core::Bytes png() {
    core::Bytes bytes;
    const auto append = [](void* closure, const unsigned char* data, unsigned int size) {
      auto& all = *static_cast<core::Bytes*>(closure);
      all.insert(all.end(), data, data + size);
      return CAIRO_STATUS_SUCCESS;
    };
    if (cairo_status(cairo_.get()) != CAIRO_STATUS_SUCCESS ||
        cairo_surface_write_to_png_stream(surface_.get(), append, &bytes) != CAIRO_STATUS_SUCCESS)
      throw std::runtime_error("a name seal cannot be drawn");
    return bytes;
  }

 private:
  // Text of this size in pixels, broken between words at `width` if that is not 0.
  Layout layout(const std::string& words, double size, double width) {
    Layout text(pango_cairo_create_layout(cairo_.get()));
    PangoContext* context = pango_layout_get_context(text.get());
    std::unique_ptr<cairo_font_options_t, Release<cairo_font_options_destroy>> options(
        cairo_font_options_create());
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    pango_cairo_context_set_font_options(context, options.get());
    pango_context_set_language(context, pango_language_from_string("zh-cn"));
    std::unique_ptr<PangoFontDescription, Release<pango_font_description_free>> font(
        pango_font_description_from_string(kFont));
    pango_font_description_set_weight(font.get(), PANGO_WEIGHT_BOLD);
    pango_font_description_set_absolute_size(font.get(), size * PANGO_SCALE);
    pango_layout_set_font_description(text.get(), font.get());
    pango_layout_set_auto_dir(text.get(), FALSE);
    if (width > 0) {
      pango_layout_set_width(text.get(), static_cast<int>(width * PANGO_SCALE));
      pango_layout_set_wrap(text.get(), size > kSmallestText ? PANGO_WRAP_WORD : PANGO_WRAP_WORD_CHAR);
      pango_layout_set_alignment(text.get(), PANGO_ALIGN_CENTER);
      pango_layout_set_line_spacing(text.get(), 0.85F);
    }
    pango_layout_set_text(text.get(), words.data(), static_cast<int>(words.size()));
    pango_layout_context_changed(text.get());
    return text;
  }

  void fill(PangoLayout* text) {
    cairo_new_path(cairo_.get());
    pango_cairo_layout_path(cairo_.get(), text);
    cairo_fill(cairo_.get());
  }

  std::unique_ptr<cairo_surface_t, Release<cairo_surface_destroy>> surface_;
  std::unique_ptr<cairo_t, Release<cairo_destroy>> cairo_;
};

// Columns as even as can be, the longer ones last: 张示|范印, 欧阳|示范印.
void draw_columns(Seal& seal, const std::vector<std::string>& glyphs) {
  const auto count = glyphs.size();
  const auto columns = static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(count))));
  const double width = kField / static_cast<double>(columns);
  std::size_t next = 0;
  for (std::size_t column = 0; column < columns; ++column) {
    const std::size_t rows = (count - next) / (columns - column);
    const double height = kField / static_cast<double>(rows);
    const double x = kSide - kFieldInset - static_cast<double>(column + 1) * width;
    for (std::size_t row = 0; row < rows; ++row, ++next)
      seal.glyph(glyphs[next], {x, kFieldInset + static_cast<double>(row) * height, width, height});
  }
}

}  // namespace

core::Result<core::Bytes> name_seal_png(std::string_view name) {
  PALMKEY_CHECK(check_plain_text(name, kLongestName));
  if (name.empty()) return core::Error::malformed;
  Seal seal;
  seal.frame();
  auto glyphs = column_glyphs(name);
  if (glyphs.empty()) {
    seal.lines(std::string(name), {kFieldInset + 4, kFieldInset, kField - 8, kField - kMark});
    seal.glyph("印", {(kSide - kMark) / 2, kSide - kFieldInset - kMark, kMark, kMark});
  } else {
    if (glyphs.size() <= 2) glyphs.emplace_back("之");
    glyphs.emplace_back("印");
    draw_columns(seal, glyphs);
  }
  return seal.png();
}

}  // namespace palmkey::documents
