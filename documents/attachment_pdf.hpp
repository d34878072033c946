// The check of uploaded PDFs; accept_attachment is the way in.
#pragma once

#include <cstddef>

#include "core/bytes.hpp"

namespace palmkey::documents {

struct CheckedPdf {
  core::Bytes bytes;
  std::size_t pages = 0;
};

// The PDF written anew from the objects its pages need. Throws AttachmentRefused. Safe to call from any
// thread.
CheckedPdf accept_pdf(core::ByteView file, std::size_t most_pages);

}  // namespace palmkey::documents
