#include "documents/png_picture.hpp"

#include <cairo.h>
#include <gtest/gtest.h>

#include <string>

namespace palmkey::documents {
namespace {

// Two by one pixels: red, and blue of half the opacity.
core::Bytes drawn(cairo_format_t format) {
  cairo_surface_t* surface = cairo_image_surface_create(format, 2, 1);
  cairo_t* context = cairo_create(surface);
  cairo_set_source_rgb(context, 1, 0, 0);
  cairo_rectangle(context, 0, 0, 1, 1);
  cairo_fill(context);
  cairo_set_source_rgba(context, 0, 0, 1, 0.5);
  cairo_rectangle(context, 1, 0, 1, 1);
  cairo_fill(context);
  cairo_destroy(context);
  core::Bytes png;
  const auto collect = [](void* closure, const unsigned char* data, unsigned size) {
    auto& bytes = *static_cast<core::Bytes*>(closure);
    bytes.insert(bytes.end(), data, data + size);
    return CAIRO_STATUS_SUCCESS;
  };
  cairo_surface_write_to_png_stream(surface, collect, &png);
  cairo_surface_destroy(surface);
  return png;
}

TEST(PngPicture, KeepsColoursAndOpacity) {
  const auto picture = read_png(drawn(CAIRO_FORMAT_ARGB32));
  ASSERT_TRUE(picture);
  EXPECT_EQ(picture->width, 2u);
  EXPECT_EQ(picture->height, 1u);
  EXPECT_EQ(picture->rgba, (core::Bytes{255, 0, 0, 255, 0, 0, 255, 128}));
  const auto opaque = read_png(drawn(CAIRO_FORMAT_RGB24));
  ASSERT_TRUE(opaque);
  EXPECT_EQ(opaque->rgba, (core::Bytes{255, 0, 0, 255, 0, 0, 128, 255}));
}

TEST(PngPicture, IsNothingForOtherFiles) {
  EXPECT_FALSE(read_png({}));
  EXPECT_FALSE(read_png(core::as_bytes("no picture")));
  const core::Bytes png = drawn(CAIRO_FORMAT_ARGB32);
  EXPECT_FALSE(read_png(core::ByteView(png).first(40)));
}

}  // namespace
}  // namespace palmkey::documents
