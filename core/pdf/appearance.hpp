// What a visible signature looks like on its page (ISO 32000-2, 12.5.5): a picture, or lines of Latin text.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/bytes.hpp"
#include "core/pdf/flate.hpp"
#include "core/pdf/object.hpp"
#include "core/pdf/update.hpp"
#include "core/result.hpp"

namespace palmkey::core::pdf {

// Rows from the top, four bytes a pixel: red, green, blue, opacity (not premultiplied).
struct Picture {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  ByteView rgba;
};

// Adds a form XObject of that size, in points, turned so that it stands upright on a page that is shown with
// `rotation`. The picture fills the size as far as its proportions allow, in the middle. Text is in
// Helvetica; characters that are not ASCII become question marks. Error::out_of_range for a picture without
// pixels, of more than 4 million or whose bytes are not as many.
Result<Reference> add_appearance(Update& update, double width, double height, int rotation,
                                 const std::optional<Picture>& picture, const std::vector<std::string>& lines,
                                 const Flate& flate);

}  // namespace palmkey::core::pdf
