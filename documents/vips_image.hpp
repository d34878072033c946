// What reading of pictures with libvips shares; inside documents/ only.
#pragma once

#include <vips/vips.h>

#include <cstdint>
#include <memory>

#include "core/bytes.hpp"

namespace palmkey::documents {

struct UnreferenceImage {
  void operator()(VipsImage* image) const { g_object_unref(image); }
};
using VipsPicture = std::unique_ptr<VipsImage, UnreferenceImage>;

// Once for the whole process: no loaders but those of JPEG, PNG and HEIC, one thread a call, no cache.
// Thread-safe. std::runtime_error if libvips cannot be set up.
void set_up_vips();

// Throws AttachmentRefused(damaged), after forgetting what libvips had to say.
[[noreturn]] void refuse_as_damaged();

// Whether the file begins with PNG's signature.
bool is_png(core::ByteView file);

// Width times height as the header states them; throws AttachmentRefused(too_many_pixels) above `most`.
void check_pixels(const VipsPicture& header, std::uint64_t most);

// Decoded, upright, in sRGB of 8 bits, neither side longer than `long_side`. Throws AttachmentRefused.
VipsPicture decoded(core::ByteView file, int long_side);

}  // namespace palmkey::documents
