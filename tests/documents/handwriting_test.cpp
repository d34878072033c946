#include "documents/handwriting.hpp"

#include <cairo.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>

#include "documents/application_form.hpp"
#include "documents/attachment_image.hpp"
#include "tests/documents/tools_fixture.hpp"

namespace palmkey::documents {
namespace {

using Draw = std::function<void(cairo_t*)>;

core::Bytes png_of(int width, int height, const Draw& draw) {
  const std::unique_ptr<cairo_surface_t, void (*)(cairo_surface_t*)> surface(
      cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height), cairo_surface_destroy);
  const std::unique_ptr<cairo_t, void (*)(cairo_t*)> cairo(cairo_create(surface.get()), cairo_destroy);
  draw(cairo.get());
  core::Bytes bytes;
  const auto append = [](void* closure, const unsigned char* data, unsigned int size) {
    auto& all = *static_cast<core::Bytes*>(closure);
    all.insert(all.end(), data, data + size);
    return CAIRO_STATUS_SUCCESS;
  };
  EXPECT_EQ(cairo_surface_write_to_png_stream(surface.get(), append, &bytes), CAIRO_STATUS_SUCCESS);
  return bytes;
}

void stroke(cairo_t* cairo) {
  cairo_set_source_rgb(cairo, 0, 0, 0.3);
  cairo_set_line_width(cairo, 6);
  cairo_move_to(cairo, 100, 60);
  cairo_line_to(cairo, 300, 140);
  cairo_stroke(cairo);
}

void white(cairo_t* cairo) {
  cairo_set_source_rgb(cairo, 1, 1, 1);
  cairo_paint(cairo);
}

std::string refusal(core::ByteView png) {
  try {
    accept_handwriting(png);
    return "accepted";
  } catch (const AttachmentRefused& refused) {
    return std::string(refused.code());
  }
}

TEST(HandwritingOnGlass, IsCutToItsStrokesOnNothingAndOnWhite) {
  const auto on_nothing = accept_handwriting(png_of(600, 200, stroke));
  const auto on_white = accept_handwriting(png_of(600, 200, [](cairo_t* cairo) {
    white(cairo);
    stroke(cairo);
  }));
  for (const auto& picture : {on_nothing, on_white}) {
    EXPECT_NEAR(picture.width, 204, 6);
    EXPECT_NEAR(picture.height, 88, 6);
    EXPECT_EQ(picture.ink.size(), static_cast<std::size_t>(picture.width * picture.height));
    EXPECT_GT(*std::max_element(picture.ink.begin(), picture.ink.end()), 200);
    EXPECT_LT(picture.ink[static_cast<std::size_t>(picture.width) - 1], 24);  // right above the stroke's end
  }
}

TEST(HandwritingOnGlass, IsMadeSmallerThanALargeScreen) {
  const auto picture = accept_handwriting(png_of(2400, 800, [](cairo_t* cairo) {
    cairo_scale(cairo, 4, 4);
    stroke(cairo);
  }));
  EXPECT_LE(std::max(picture.width, picture.height), 1200);
  EXPECT_NEAR(picture.width, 408, 12);
}

TEST(HandwritingOnGlass, IsRefusedWithoutInk) {
  EXPECT_EQ(refusal(png_of(600, 200, [](cairo_t*) {})), "handwriting_empty");
  EXPECT_EQ(refusal(png_of(600, 200, white)), "handwriting_empty");
  EXPECT_EQ(refusal(png_of(600, 200,
                           [](cairo_t* cairo) {
                             cairo_rectangle(cairo, 10, 10, 3, 3);  // a speck
                             cairo_fill(cairo);
                           })),
            "handwriting_empty");
}

TEST(HandwritingOnGlass, IsRefusedIfItIsNoSoundPng) {
  const auto good = png_of(600, 200, stroke);
  EXPECT_EQ(refusal({}), "attachment_empty");
  EXPECT_EQ(refusal(core::as_bytes("GIF89a")), "attachment_type_unsupported");
  EXPECT_EQ(refusal(core::ByteView(good).first(good.size() / 2)), "attachment_damaged");
  EXPECT_EQ(refusal(core::Bytes(largest_handwriting + 1, 0x89)), "attachment_too_large");
  EXPECT_EQ(refusal(png_of(4000, 1001, stroke)), "attachment_too_many_pixels");
  EXPECT_EQ(refusal(good), "accepted");
}

ApplicationForm signed_form() {
  ApplicationForm form{.service_name = "示范申请入口",
                       .order_number = "00202601310000042",
                       .years = 1,
                       .name = "张示范",
                       .created = std::chrono::sys_days(std::chrono::year(2026) / 1 / 31)};
  form.signature = accept_handwriting(png_of(600, 200, stroke));
  form.signed_on = std::chrono::year(2026) / 2 / 3;
  return form;
}

TEST(HandwritingOnGlass, StandsOnTheFormWithItsDay) {
  const auto pdf = application_form_pdf(signed_form());
  ASSERT_TRUE(pdf);
  const test::Folder folder;
  const auto file = folder.write("form.pdf", *pdf);
  std::string text = test::run({"pdftotext", "-layout", file, "-"}).output;
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
  EXPECT_NE(text.find("申请日期：2026年2月3日"), std::string::npos) << text;
  const auto images = test::run({"pdfimages", "-list", file}).output;
  EXPECT_EQ(test::count(images, " smask "), 1U) << images;
  EXPECT_EQ(*application_form_pdf(signed_form()), *pdf);
  // What uploads have to pass.
  EXPECT_EQ(accept_attachment(*pdf).media_type, "application/pdf");
}

TEST(HandwritingOnGlass, NeedsADayOnTheForm) {
  auto form = signed_form();
  form.signed_on.reset();
  EXPECT_FALSE(application_form_pdf(form));
  form = signed_form();
  form.signed_on = std::chrono::year(2026) / 2 / 30;
  EXPECT_FALSE(application_form_pdf(form));
}

}  // namespace
}  // namespace palmkey::documents
