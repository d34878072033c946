#include "core/pdf/appearance.hpp"

#include <algorithm>

#include "core/pdf/number.hpp"

namespace palmkey::core::pdf {
namespace {

constexpr std::uint64_t max_pixels = 4'000'000;
constexpr double line_height = 1.2;      // of the font's size
constexpr double character_width = 0.6;  // of the font's size: wider than nearly all of Helvetica
constexpr double largest_font_size = 12;

// Adds a stream, packed if the host can pack.
Result<Reference> add_stream(Update& update, Dictionary dictionary, const Bytes& data, const Flate& flate) {
  if (!flate.pack) return update.add(Stream{std::move(dictionary), data});
  PALMKEY_TRY(packed, flate.pack(data));
  dictionary.set("Filter", Name{"FlateDecode"});
  return update.add(Stream{std::move(dictionary), packed});
}

Dictionary image(const Picture& picture, const char* colors) {
  Dictionary out;
  out.set("Type", Name{"XObject"});
  out.set("Subtype", Name{"Image"});
  out.set("Width", static_cast<std::int64_t>(picture.width));
  out.set("Height", static_cast<std::int64_t>(picture.height));
  out.set("ColorSpace", Name{colors});
  out.set("BitsPerComponent", std::int64_t{8});
  return out;
}

Result<Reference> add_picture(Update& update, const Picture& picture, const Flate& flate) {
  const std::uint64_t pixels = std::uint64_t{picture.width} * picture.height;
  if (pixels == 0 || pixels > max_pixels || picture.rgba.size() != pixels * 4) return Error::out_of_range;
  Bytes colors;
  Bytes opacity;
  colors.reserve(static_cast<std::size_t>(pixels) * 3);
  opacity.reserve(static_cast<std::size_t>(pixels));
  for (std::size_t at = 0; at < picture.rgba.size(); at += 4) {
    const ByteView pixel = picture.rgba.subspan(at, 4);
    colors.insert(colors.end(), pixel.begin(), pixel.begin() + 3);
    opacity.push_back(pixel[3]);
  }
  Dictionary dictionary = image(picture, "DeviceRGB");
  PALMKEY_TRY(mask, add_stream(update, image(picture, "DeviceGray"), opacity, flate));
  dictionary.set("SMask", mask);
  return add_stream(update, std::move(dictionary), colors, flate);
}

std::string literal(const std::string& line) {
  std::string out = "(";
  for (const char c : line) {
    // One mark for each character of UTF-8, not for each of its bytes.
    if ((static_cast<unsigned char>(c) & 0xc0) == 0x80) continue;
    if (c == '(' || c == ')' || c == '\\') out += '\\';
    out += c >= ' ' && c < 0x7f ? c : '?';
  }
  return out + ")";
}

std::string text_content(double width, double height, const std::vector<std::string>& lines) {
  std::size_t longest = 1;
  for (const std::string& line : lines) longest = std::max(longest, line.size());
  const double size = std::min({height / (line_height * static_cast<double>(lines.size())),
                                width / (character_width * static_cast<double>(longest)), largest_font_size});
  std::string out = "BT /Text " + number_text(size) + " Tf " + number_text(size * line_height) + " TL 0 " +
                    number_text(height) + " Td";
  for (const std::string& line : lines) out += " T* " + literal(line) + " Tj";
  return out + " ET";
}

std::string picture_content(double width, double height, const Picture& picture) {
  const double scale = std::min(width / picture.width, height / picture.height);
  const double w = picture.width * scale;
  const double h = picture.height * scale;
  return "q " + number_text(w) + " 0 0 " + number_text(h) + " " + number_text((width - w) / 2) + " " +
         number_text((height - h) / 2) + " cm /Picture Do Q";
}

Array matrix(int rotation) {
  const std::int64_t cosine = rotation == 0 ? 1 : rotation == 180 ? -1 : 0;
  const std::int64_t sine = rotation == 90 ? 1 : rotation == 270 ? -1 : 0;
  return {cosine, sine, -sine, cosine, std::int64_t{0}, std::int64_t{0}};
}

Dictionary one(const char* kind, const char* name, Object value) {
  Dictionary inner;
  inner.set(name, std::move(value));
  Dictionary out;
  out.set(kind, std::move(inner));
  return out;
}

Dictionary helvetica() {
  Dictionary font;
  font.set("Type", Name{"Font"});
  font.set("Subtype", Name{"Type1"});
  font.set("BaseFont", Name{"Helvetica"});
  font.set("Encoding", Name{"WinAnsiEncoding"});
  return font;
}

}  // namespace

Result<Reference> add_appearance(Update& update, double width, double height, int rotation,
                                 const std::optional<Picture>& picture, const std::vector<std::string>& lines,
                                 const Flate& flate) {
  Dictionary form;
  form.set("Type", Name{"XObject"});
  form.set("Subtype", Name{"Form"});
  form.set("BBox",
           Array{std::int64_t{0}, std::int64_t{0}, Real{number_text(width)}, Real{number_text(height)}});
  form.set("Matrix", matrix(rotation));
  std::string content;
  if (picture) {
    PALMKEY_TRY(reference, add_picture(update, *picture, flate));
    form.set("Resources", one("XObject", "Picture", reference));
    content = picture_content(width, height, *picture);
  } else {
    form.set("Resources", one("Font", "Text", helvetica()));
    if (!lines.empty()) content = text_content(width, height, lines);
  }
  return update.add(Stream{std::move(form), as_bytes(content)});
}

}  // namespace palmkey::core::pdf
