// PNG pictures as pixels, for signatures that are shown on a page.
#pragma once

#include <cstdint>
#include <optional>

#include "core/bytes.hpp"

namespace palmkey::documents {

// Rows from the top, four bytes a pixel: red, green, blue, opacity (not premultiplied).
struct PngPicture {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  core::Bytes rgba;
};

// Nothing if it is no PNG or has more than 4 million pixels. For pictures of one's own: not hardened as
// accept_attachment is.
std::optional<PngPicture> read_png(core::ByteView file);

}  // namespace palmkey::documents
