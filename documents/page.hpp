// One page of PDF, typeset by Pango and drawn by Cairo. Lengths are points (1/72 inch), the origin is the top
// left corner. A Page is used by one thread at a time; different threads may use different pages. The same
// calls give the same bytes. Texts must have passed check_plain_text (line breaks are fine here); a character
// that no installed font has is written as its number, 〔U+9FFA〕.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.hpp"
#include "documents/handwriting.hpp"
#include "documents/qr_code.hpp"

namespace palmkey::documents {

enum class Align : std::uint8_t { left, centre, right };

struct Colour {
  double red = 0;  // each 0 to 1
  double green = 0;
  double blue = 0;
};

struct TextStyle {
  double size = 10;
  bool bold = false;
  Align align = Align::left;
  Colour colour = {};
  double leading = 1;  // line distance as a multiple of the font's own
};

struct Box {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;
};

class Page {
 public:
  // Throws std::runtime_error if the font (Noto Sans CJK SC, package fonts-noto-cjk) is not installed.
  Page(double width, double height, const std::string& title, std::chrono::sys_seconds created);
  ~Page();
  Page(const Page&) = delete;
  Page& operator=(const Page&) = delete;

  // The height of the text broken to this width.
  double text_height(std::string_view text, double width, const TextStyle& style);
  // The width of the text in one line.
  double text_width(std::string_view text, const TextStyle& style);
  // Draws the text from (x, y) downwards, broken to this width; returns its height.
  double text(std::string_view text, double x, double y, double width, const TextStyle& style);
  // Draws the text in the middle of the box's height, broken to its width.
  void text_in(std::string_view text, const Box& box, const TextStyle& style);
  // The same with the largest size from style.size down to `smallest` at which the text fits the box. False,
  // and nothing drawn, if none does.
  bool text_fitted(std::string_view text, const Box& box, TextStyle style, double smallest);
  // Text across the middle of the page, turned and pale, behind or over what else is drawn.
  void watermark(std::string_view text, const TextStyle& style, double angle_degrees, double opacity);

  void line(double x1, double y1, double x2, double y2, double width, const Colour& colour = {});
  void frame(const Box& box, double width, const Colour& colour = {});
  void fill(const Box& box, const Colour& colour);
  // A square box as on paper forms; the tick in it is a letter ✓ that a text extractor finds.
  void tick_box(double x, double y, double side, bool ticked);
  // The symbol fills the box; the box's surroundings must be left blank as its quiet zone.
  void bars(const std::vector<bool>& modules, const Box& box);
  void qr(const QrModules& modules, const Box& box);
  // As large as the box allows, in its middle.
  void handwriting(const Handwriting& picture, const Box& box);

  // Ends the page; nothing may be called after it. Throws std::runtime_error if Cairo failed on the way.
  core::Bytes finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace palmkey::documents
