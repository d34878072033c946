#include "documents/vips_image.hpp"

#include <mutex>
#include <stdexcept>
#include <string_view>

#include "documents/attachment_image.hpp"

namespace palmkey::documents {

void set_up_vips() {
  static std::once_flag once;
  std::call_once(once, [] {
    if (VIPS_INIT("palmkey") != 0) throw std::runtime_error("libvips cannot be set up");
    vips_block_untrusted_set(TRUE);
    vips_operation_block_set("VipsForeignLoad", TRUE);
    for (const char* loader : {"VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadHeif"})
      vips_operation_block_set(loader, FALSE);
    vips_concurrency_set(1);
    vips_cache_set_max(0);
    // What a hostile file makes the loaders say belongs in no log.
    g_log_set_handler(
        "VIPS", G_LOG_LEVEL_WARNING, [](auto...) {}, nullptr);
  });
}

void refuse_as_damaged() {
  vips_error_clear();
  throw AttachmentRefused(AttachmentFault::damaged);
}

bool is_png(core::ByteView file) {
  using namespace std::string_view_literals;
  return core::as_text(file).starts_with("\x89PNG\r\n\x1A\n"sv);
}

void check_pixels(const VipsPicture& header, std::uint64_t most) {
  const auto width = static_cast<std::uint64_t>(vips_image_get_width(header.get()));
  const auto height = static_cast<std::uint64_t>(vips_image_get_height(header.get()));
  if (width * height > most) throw AttachmentRefused(AttachmentFault::too_many_pixels);
}

VipsPicture decoded(core::ByteView file, int long_side) {
  void* bytes = const_cast<std::uint8_t*>(file.data());
  VipsImage* made = nullptr;
  if (vips_thumbnail_buffer(bytes, file.size(), &made, long_side, "height", long_side, "size", VIPS_SIZE_DOWN,
                            "export_profile", "srgb", "option_string", "[fail_on=truncated]", nullptr) != 0)
    refuse_as_damaged();
  VipsPicture image(made);
  if (vips_colourspace(image.get(), &made, VIPS_INTERPRETATION_sRGB, nullptr) != 0) refuse_as_damaged();
  image.reset(made);
  return image;
}

}  // namespace palmkey::documents
