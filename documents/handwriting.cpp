#include "documents/handwriting.hpp"

#include <algorithm>

#include "documents/attachment_image.hpp"
#include "documents/vips_image.hpp"

namespace palmkey::documents {

namespace {

constexpr std::uint64_t kMostPixels = 4'000'000;
constexpr int kLongSide = 1200;
constexpr int kLeastSide = 12;  // pixels of the longer side of what was drawn
constexpr int kFewestInkedPixels = 40;
constexpr std::uint8_t kTrace = 24;  // less is paper
constexpr std::uint8_t kInked = 128;

// Dark and opaque is ink; ITU-R BT.709 weighs the colours.
Handwriting ink_of(const VipsPicture& image) {
  const int bands = vips_image_get_bands(image.get());
  if (bands != 3 && bands != 4) refuse_as_damaged();
  if (vips_image_get_format(image.get()) != VIPS_FORMAT_UCHAR) refuse_as_damaged();
  std::size_t size = 0;
  const std::unique_ptr<void, void (*)(void*)> memory(vips_image_write_to_memory(image.get(), &size), g_free);
  if (!memory) refuse_as_damaged();
  Handwriting result{vips_image_get_width(image.get()), vips_image_get_height(image.get()), {}};
  const core::ByteView pixels(static_cast<const std::uint8_t*>(memory.get()), size);
  const auto step = static_cast<std::size_t>(bands);
  result.ink.reserve(size / step);
  for (std::size_t at = 0; at + step <= size; at += step) {
    const unsigned light = (2126U * pixels[at] + 7152U * pixels[at + 1] + 722U * pixels[at + 2]) / 10000U;
    const unsigned opaque = bands == 4 ? pixels[at + 3] : 255U;
    result.ink.push_back(static_cast<std::uint8_t>(opaque * (255U - light) / 255U));
  }
  return result;
}

struct Extent {
  int left = 0, top = 0, right = -1, bottom = -1;  // all inclusive
  int inked = 0;
};

Extent extent_of(const Handwriting& picture) {
  Extent extent{picture.width, picture.height, -1, -1, 0};
  auto pixel = picture.ink.begin();
  for (int y = 0; y < picture.height; ++y)
    for (int x = 0; x < picture.width; ++x) {
      const std::uint8_t ink = *pixel++;
      if (ink < kTrace) continue;
      extent.inked += ink >= kInked ? 1 : 0;
      extent.left = std::min(extent.left, x);
      extent.top = std::min(extent.top, y);
      extent.right = std::max(extent.right, x);
      extent.bottom = std::max(extent.bottom, y);
    }
  return extent;
}

}  // namespace

Handwriting accept_handwriting(core::ByteView png) {
  if (png.empty()) throw AttachmentRefused(AttachmentFault::empty);
  if (png.size() > largest_handwriting) throw AttachmentRefused(AttachmentFault::too_large);
  if (!is_png(png)) throw AttachmentRefused(AttachmentFault::unsupported_type);
  set_up_vips();
  VipsImage* header = nullptr;
  if (vips_pngload_buffer(const_cast<std::uint8_t*>(png.data()), png.size(), &header, nullptr) != 0)
    refuse_as_damaged();
  check_pixels(VipsPicture(header), kMostPixels);

  const Handwriting whole = ink_of(decoded(png, kLongSide));
  const Extent extent = extent_of(whole);
  Handwriting result{extent.right - extent.left + 1, extent.bottom - extent.top + 1, {}};
  if (extent.inked < kFewestInkedPixels || std::max(result.width, result.height) < kLeastSide)
    throw AttachmentRefused(AttachmentFault::no_handwriting);
  for (int y = extent.top; y <= extent.bottom; ++y) {
    const auto row = whole.ink.begin() + static_cast<std::ptrdiff_t>(y) * whole.width;
    result.ink.insert(result.ink.end(), row + extent.left, row + extent.right + 1);
  }
  return result;
}

}  // namespace palmkey::documents
