#include "documents/png_picture.hpp"

#include <cairo.h>

#include <algorithm>
#include <cstring>
#include <memory>

namespace palmkey::documents {
namespace {

constexpr std::int64_t kMostPixels = 4'000'000;

cairo_status_t read_part(void* closure, unsigned char* out, unsigned size) {
  auto& rest = *static_cast<core::ByteView*>(closure);
  if (size > rest.size()) return CAIRO_STATUS_READ_ERROR;
  std::copy_n(rest.begin(), size, out);
  rest = rest.subspan(size);
  return CAIRO_STATUS_SUCCESS;
}

// Cairo has opacity multiplied into the colours.
std::uint8_t without_opacity(std::uint32_t color, std::uint32_t opacity) {
  return static_cast<std::uint8_t>(opacity == 0 ? 0 : std::min<std::uint32_t>(255, color * 255 / opacity));
}

}  // namespace

std::optional<PngPicture> read_png(core::ByteView file) {
  const std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface(
      cairo_image_surface_create_from_png_stream(read_part, &file), cairo_surface_destroy);
  if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) return std::nullopt;
  const cairo_format_t format = cairo_image_surface_get_format(surface.get());
  const int width = cairo_image_surface_get_width(surface.get());
  const int height = cairo_image_surface_get_height(surface.get());
  if ((format != CAIRO_FORMAT_ARGB32 && format != CAIRO_FORMAT_RGB24) || width < 1 || height < 1 ||
      std::int64_t{width} * height > kMostPixels)
    return std::nullopt;
  PngPicture out{static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height), {}};
  out.rgba.reserve(std::size_t{out.width} * out.height * 4);
  const unsigned char* row = cairo_image_surface_get_data(surface.get());
  for (int y = 0; y < height; ++y, row += cairo_image_surface_get_stride(surface.get())) {
    for (int x = 0; x < width; ++x) {
      std::uint32_t pixel = 0;
      std::memcpy(&pixel, row + std::ptrdiff_t{x} * 4, 4);
      const std::uint32_t opacity = format == CAIRO_FORMAT_ARGB32 ? pixel >> 24 : 255;
      for (const int shift : {16, 8, 0})
        out.rgba.push_back(without_opacity((pixel >> shift) & 0xff, opacity));
      out.rgba.push_back(static_cast<std::uint8_t>(opacity));
    }
  }
  return out;
}

}  // namespace palmkey::documents
