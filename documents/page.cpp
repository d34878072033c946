#include "documents/page.hpp"

#include <cairo-ft.h>
#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-font.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <map>
#include <mutex>
#include <numbers>
#include <stdexcept>
#include <utility>

#ifdef __SANITIZE_ADDRESS__
// fontconfig keeps its configuration and the patterns of the fonts in use until the process ends.
extern "C" const char* __lsan_default_suppressions();   // NOLINT(bugprone-reserved-identifier)
extern "C" const char* __lsan_default_suppressions() {  // NOLINT(bugprone-reserved-identifier)
  return "leak:libfontconfig\n";
}
#endif

namespace palmkey::documents {
namespace {

constexpr const char* kFont = "Noto Sans CJK SC";

template <auto release>
struct Release {
  template <class T>
  void operator()(T* object) const {
    release(object);
  }
};

using Layout = std::unique_ptr<PangoLayout, Release<g_object_unref>>;
using Description = std::unique_ptr<PangoFontDescription, Release<pango_font_description_free>>;

// Cairo 1.16 subsets OpenType/CFF fonts by copying their charstrings and the subroutines it sees them call.
// It loses track where a hint mask follows a subroutine that it has met before, leaves other subroutines out,
// and glyphs stay blank: on one form the 如 of 如实. Fonts with any synthesis flag are embedded from their
// outlines instead, which is sound. This flag is none that Cairo acts upon, so that the outlines are the
// font's own.
constexpr unsigned kEmbedOutlines = 0x80;

// The face of the font's file, made once and kept: a PDF embeds a font once for each face object.
cairo_font_face_t* outline_face(PangoFont* font) {
  static std::mutex mutex;
  static std::map<std::pair<std::string, int>, cairo_font_face_t*> faces;
  FcPattern* pattern = pango_fc_font_get_pattern(PANGO_FC_FONT(font));
  FcChar8* file = nullptr;
  int index = 0;
  if (FcPatternGetString(pattern, FC_FILE, 0, &file) != FcResultMatch) throw std::runtime_error("font file");
  FcPatternGetInteger(pattern, FC_INDEX, 0, &index);
  std::lock_guard lock(mutex);
  cairo_font_face_t*& face = faces[{reinterpret_cast<const char*>(file), index}];
  if (face == nullptr) {
    // Other hinting than Pango asks for, or Cairo would hand out the very face that Pango draws with.
    std::unique_ptr<FcPattern, Release<FcPatternDestroy>> own(FcPatternDuplicate(pattern));
    FcPatternDel(own.get(), FC_AUTOHINT);
    FcPatternAddBool(own.get(), FC_AUTOHINT, FcTrue);
    face = cairo_ft_font_face_create_for_pattern(own.get());
    cairo_ft_font_face_set_synthesize(face, kEmbedOutlines);
  }
  return face;
}

void use_font(cairo_t* cairo, PangoFont* font) {
  cairo_matrix_t matrix;
  cairo_scaled_font_get_font_matrix(pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(font)), &matrix);
  cairo_set_font_face(cairo, outline_face(font));
  cairo_set_font_matrix(cairo, &matrix);
}

// Draws one run of glyphs with its text, so that readers of the PDF can search and copy it.
void show_run(cairo_t* cairo, PangoGlyphItem* run, const char* text, double x, double y) {
  std::vector<cairo_glyph_t> glyphs;
  std::vector<cairo_text_cluster_t> clusters;
  PangoGlyphItemIter at;
  for (gboolean more = pango_glyph_item_iter_init_start(&at, run, text); more != FALSE;
       more = pango_glyph_item_iter_next_cluster(&at)) {
    cairo_text_cluster_t cluster{at.end_index - at.start_index, 0};
    for (int i = at.start_glyph; i < at.end_glyph; ++i) {
      const PangoGlyphInfo& glyph = run->glyphs->glyphs[i];
      double left = x + pango_units_to_double(glyph.geometry.x_offset);
      double base = y + pango_units_to_double(glyph.geometry.y_offset);
      x += pango_units_to_double(glyph.geometry.width);
      if (glyph.glyph == PANGO_GLYPH_EMPTY) continue;
      glyphs.push_back({glyph.glyph, left, base});
      ++cluster.num_glyphs;
    }
    clusters.push_back(cluster);
  }
  use_font(cairo, run->item->analysis.font);
  cairo_show_text_glyphs(cairo, text + run->item->offset, run->item->length, glyphs.data(),
                         static_cast<int>(glyphs.size()), clusters.data(), static_cast<int>(clusters.size()),
                         static_cast<cairo_text_cluster_flags_t>(0));
}

void show_layout(cairo_t* cairo, PangoLayout* layout, double x, double y) {
  std::unique_ptr<PangoLayoutIter, Release<pango_layout_iter_free>> at(pango_layout_get_iter(layout));
  do {
    PangoGlyphItem* run = pango_layout_iter_get_run_readonly(at.get());
    if (run == nullptr) continue;
    PangoRectangle place{};
    pango_layout_iter_get_run_extents(at.get(), nullptr, &place);
    double base = pango_units_to_double(pango_layout_iter_get_baseline(at.get()));
    show_run(cairo, run, pango_layout_get_text(layout), x + pango_units_to_double(place.x), y + base);
  } while (pango_layout_iter_next_run(at.get()) != FALSE);
}

cairo_status_t append(void* closure, const unsigned char* data, unsigned int size) {
  auto& bytes = *static_cast<core::Bytes*>(closure);
  bytes.insert(bytes.end(), data, data + size);
  return CAIRO_STATUS_SUCCESS;
}

std::string iso_time(std::chrono::sys_seconds time) {
  std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text.data();
}

}  // namespace

struct Page::State {
  double width = 0;
  double height = 0;
  core::Bytes bytes;
  std::unique_ptr<cairo_surface_t, Release<cairo_surface_destroy>> surface;
  std::unique_ptr<cairo_t, Release<cairo_destroy>> cairo;
  std::unique_ptr<PangoContext, Release<g_object_unref>> context;

  // The text laid out, with a character that no installed font has as its number, 〔U+9FFA〕.
  Layout layout(std::string_view text, double text_width, const TextStyle& style) const {
    Layout made = raw_layout(text, text_width, style);
    if (pango_layout_get_unknown_glyphs_count(made.get()) == 0) return made;
    std::string spelled;
    while (!text.empty()) {
      std::string_view letter =
          text.substr(0, static_cast<unsigned char>(g_utf8_skip[static_cast<unsigned char>(text[0])]));
      text.remove_prefix(letter.size());
      std::array<char, 24> number{};
      std::snprintf(number.data(), number.size(), "〔U+%04X〕", g_utf8_get_char(letter.data()));
      bool unknown = pango_layout_get_unknown_glyphs_count(raw_layout(letter, 0, style).get()) > 0;
      spelled += unknown ? std::string_view(number.data()) : letter;
    }
    return raw_layout(spelled, text_width, style);
  }

  Layout raw_layout(std::string_view text, double text_width, const TextStyle& style) const {
    Layout made(pango_layout_new(context.get()));
    Description font(pango_font_description_from_string(kFont));
    pango_font_description_set_absolute_size(font.get(), style.size * PANGO_SCALE);
    pango_font_description_set_weight(font.get(), style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(made.get(), font.get());
    pango_layout_set_auto_dir(made.get(), FALSE);
    pango_layout_set_wrap(made.get(), PANGO_WRAP_WORD_CHAR);
    if (text_width > 0) pango_layout_set_width(made.get(), static_cast<int>(text_width * PANGO_SCALE));
    pango_layout_set_line_spacing(made.get(), static_cast<float>(style.leading));
    pango_layout_set_alignment(made.get(), style.align == Align::centre  ? PANGO_ALIGN_CENTER
                                           : style.align == Align::right ? PANGO_ALIGN_RIGHT
                                                                         : PANGO_ALIGN_LEFT);
    // An address that is broken must not gain a hyphen.
    std::unique_ptr<PangoAttrList, Release<pango_attr_list_unref>> attributes(pango_attr_list_new());
    pango_attr_list_insert(attributes.get(), pango_attr_insert_hyphens_new(FALSE));
    pango_layout_set_attributes(made.get(), attributes.get());
    pango_layout_set_text(made.get(), text.data(), static_cast<int>(text.size()));
    return made;
  }

  void colour(const Colour& c) const { cairo_set_source_rgb(cairo.get(), c.red, c.green, c.blue); }

  void show(PangoLayout* text, double x, double y, const Colour& c) const {
    colour(c);
    show_layout(cairo.get(), text, x, y);
  }
};

namespace {

Box extent(PangoLayout* layout) {
  PangoRectangle logical{};
  pango_layout_get_extents(layout, nullptr, &logical);
  return {0, 0, static_cast<double>(logical.width) / PANGO_SCALE,
          static_cast<double>(logical.height) / PANGO_SCALE};
}

}  // namespace

Page::Page(double width, double height, const std::string& title, std::chrono::sys_seconds created)
    : state_(std::make_unique<State>()) {
  state_->width = width;
  state_->height = height;
  state_->surface.reset(cairo_pdf_surface_create_for_stream(append, &state_->bytes, width, height));
  cairo_surface_t* surface = state_->surface.get();
  std::string time = iso_time(created);
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title.c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "PalmKey");
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, time.c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, time.c_str());
  state_->cairo.reset(cairo_create(surface));
  // Metrics of the outlines, not of a screen's dots, so that lines break alike on every machine.
  std::unique_ptr<cairo_font_options_t, Release<cairo_font_options_destroy>> options(
      cairo_font_options_create());
  cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
  cairo_set_font_options(state_->cairo.get(), options.get());
  state_->context.reset(pango_cairo_create_context(state_->cairo.get()));
  pango_context_set_round_glyph_positions(state_->context.get(), FALSE);
  pango_context_set_language(state_->context.get(), pango_language_from_string("zh-cn"));
  Description wanted(pango_font_description_from_string(kFont));
  std::unique_ptr<PangoFont, Release<g_object_unref>> font(
      pango_context_load_font(state_->context.get(), wanted.get()));
  Description found(font ? pango_font_describe(font.get()) : pango_font_description_new());
  const char* family = pango_font_description_get_family(found.get());
  if (family == nullptr || std::string_view(family) != kFont)
    throw std::runtime_error("the font Noto Sans CJK SC is not installed (package fonts-noto-cjk)");
}

Page::~Page() = default;

double Page::text_height(std::string_view text, double width, const TextStyle& style) {
  return extent(state_->layout(text, width, style).get()).height;
}

double Page::text_width(std::string_view text, const TextStyle& style) {
  return extent(state_->layout(text, 0, style).get()).width;
}

double Page::text(std::string_view text, double x, double y, double width, const TextStyle& style) {
  Layout layout = state_->layout(text, width, style);
  state_->show(layout.get(), x, y, style.colour);
  return extent(layout.get()).height;
}

void Page::text_in(std::string_view text, const Box& box, const TextStyle& style) {
  Layout layout = state_->layout(text, box.width, style);
  double top = box.y + (box.height - extent(layout.get()).height) / 2;
  state_->show(layout.get(), box.x, top, style.colour);
}

bool Page::text_fitted(std::string_view text, const Box& box, TextStyle style, double smallest) {
  constexpr double kStep = 0.25;
  for (; style.size >= smallest; style.size -= kStep) {
    if (text_height(text, box.width, style) > box.height) continue;
    text_in(text, box, style);
    return true;
  }
  return false;
}

void Page::watermark(std::string_view text, const TextStyle& style, double angle_degrees, double opacity) {
  Layout layout = state_->layout(text, 0, style);
  Box size = extent(layout.get());
  cairo_t* cairo = state_->cairo.get();
  cairo_save(cairo);
  cairo_translate(cairo, state_->width / 2, state_->height / 2);
  cairo_rotate(cairo, angle_degrees * std::numbers::pi / 180);
  cairo_set_source_rgba(cairo, style.colour.red, style.colour.green, style.colour.blue, opacity);
  show_layout(cairo, layout.get(), -size.width / 2, -size.height / 2);
  cairo_restore(cairo);
}

void Page::line(double x1, double y1, double x2, double y2, double width, const Colour& colour) {
  state_->colour(colour);
  cairo_set_line_width(state_->cairo.get(), width);
  cairo_move_to(state_->cairo.get(), x1, y1);
  cairo_line_to(state_->cairo.get(), x2, y2);
  cairo_stroke(state_->cairo.get());
}

void Page::frame(const Box& box, double width, const Colour& colour) {
  state_->colour(colour);
  cairo_set_line_width(state_->cairo.get(), width);
  cairo_rectangle(state_->cairo.get(), box.x, box.y, box.width, box.height);
  cairo_stroke(state_->cairo.get());
}

void Page::fill(const Box& box, const Colour& colour) {
  state_->colour(colour);
  cairo_rectangle(state_->cairo.get(), box.x, box.y, box.width, box.height);
  cairo_fill(state_->cairo.get());
}

void Page::tick_box(double x, double y, double side, bool ticked) {
  Box box{x, y, side, side};
  frame(box, 0.8);
  if (ticked) text_in("✓", box, {.size = side * 1.15, .bold = true, .align = Align::centre, .leading = 1});
}

void Page::bars(const std::vector<bool>& modules, const Box& box) {
  double module = box.width / static_cast<double>(modules.size());
  state_->colour({});
  for (std::size_t i = 0; i < modules.size(); ++i) {
    std::size_t run = 0;
    while (i + run < modules.size() && modules[i + run]) ++run;
    if (run == 0) continue;
    cairo_rectangle(state_->cairo.get(), box.x + static_cast<double>(i) * module, box.y,
                    static_cast<double>(run) * module, box.height);
    i += run;
  }
  cairo_fill(state_->cairo.get());
}

void Page::qr(const QrModules& modules, const Box& box) {
  double module = box.width / static_cast<double>(modules.size);
  state_->colour({});
  for (std::size_t y = 0; y < modules.size; ++y) {
    for (std::size_t x = 0; x < modules.size; ++x) {
      std::size_t run = 0;
      while (modules.is_dark(x + run, y)) ++run;
      if (run == 0) continue;
      cairo_rectangle(state_->cairo.get(), box.x + static_cast<double>(x) * module,
                      box.y + static_cast<double>(y) * module, static_cast<double>(run) * module, module);
      x += run;
    }
  }
  cairo_fill(state_->cairo.get());
}

void Page::handwriting(const Handwriting& picture, const Box& box) {
  std::unique_ptr<cairo_surface_t, Release<cairo_surface_destroy>> ink(
      cairo_image_surface_create(CAIRO_FORMAT_A8, picture.width, picture.height));
  cairo_surface_flush(ink.get());
  unsigned char* rows = cairo_image_surface_get_data(ink.get());
  if (rows == nullptr) throw std::runtime_error("no memory for a signature");
  const auto stride = cairo_image_surface_get_stride(ink.get());
  for (int y = 0; y < picture.height; ++y)
    std::copy_n(picture.ink.begin() + static_cast<std::ptrdiff_t>(y) * picture.width, picture.width,
                rows + static_cast<std::ptrdiff_t>(y) * stride);
  cairo_surface_mark_dirty(ink.get());
  const double scale = std::min(box.width / picture.width, box.height / picture.height);
  cairo_t* cairo = state_->cairo.get();
  cairo_save(cairo);
  cairo_translate(cairo, box.x + (box.width - picture.width * scale) / 2,
                  box.y + (box.height - picture.height * scale) / 2);
  cairo_scale(cairo, scale, scale);
  state_->colour({});
  cairo_mask_surface(cairo, ink.get(), 0, 0);
  cairo_restore(cairo);
}

core::Bytes Page::finish() {
  cairo_show_page(state_->cairo.get());
  cairo_status_t drawn = cairo_status(state_->cairo.get());
  cairo_surface_finish(state_->surface.get());
  cairo_status_t written = cairo_surface_status(state_->surface.get());
  if (drawn != CAIRO_STATUS_SUCCESS || written != CAIRO_STATUS_SUCCESS)
    throw std::runtime_error(std::string("PDF: ") +
                             cairo_status_to_string(drawn != CAIRO_STATUS_SUCCESS ? drawn : written));
  return std::move(state_->bytes);
}

}  // namespace palmkey::documents
