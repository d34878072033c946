// A signature drawn by finger on a screen, brought down to what matters of it: where there is ink.
#pragma once

#include <cstddef>

#include "core/bytes.hpp"

namespace palmkey::documents {

inline constexpr std::size_t largest_handwriting = std::size_t{512} * 1024;  // bytes of the PNG

struct Handwriting {
  int width = 0;  // pixels, each side at most 1200
  int height = 0;
  core::Bytes ink;  // width * height, row by row from the top left, 0 for none to 255
};

// Takes a PNG of dark strokes on white or on nothing, cut to the strokes. Nothing of the file is kept but the
// strokes. Throws AttachmentRefused: empty, too_large, unsupported_type, damaged, too_many_pixels (4
// million), no_handwriting (nothing that a finger could have drawn). Safe to call from any thread.
Handwriting accept_handwriting(core::ByteView png);

}  // namespace palmkey::documents
