#include "documents/attachment_image.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include "documents/attachment_pdf.hpp"
#include "documents/vips_image.hpp"

namespace palmkey::documents {
namespace {

struct Reason {
  const char* code;
  const char* text;
};

constexpr std::array kReasons = {
#define PALMKEY_ATTACHMENT_FAULT(name, code, text) Reason{code, text},
#include "documents/attachment_fault_list.hpp"
#undef PALMKEY_ATTACHMENT_FAULT
};

enum class Kind : std::uint8_t { jpeg, png, heic, pdf };

bool begins_with(core::ByteView file, std::string_view magic) {
  return core::as_text(file).substr(0, magic.size()) == magic;
}

// ISO/IEC 14496-12, 4.3: a file type box, its major brand, a version, and the brands it is compatible with.
bool is_heic(core::ByteView file) {
  constexpr std::size_t kMajorBrand = 8;
  constexpr std::size_t kCompatibleBrands = 16;
  constexpr std::size_t kMostBytes = 256;
  if (file.size() < kCompatibleBrands || core::as_text(file).substr(4, 4) != "ftyp") return false;
  std::size_t box = static_cast<std::size_t>(file[2]) << 8 | file[3];
  if (file[0] != 0 || file[1] != 0 || box < kCompatibleBrands || box > kMostBytes || box > file.size())
    return false;
  auto is_hevc = [&](std::size_t at) {
    std::string_view brand = core::as_text(file).substr(at, 4);
    return brand == "heic" || brand == "heix";
  };
  bool hevc = is_hevc(kMajorBrand);
  for (std::size_t at = kCompatibleBrands; at + 4 <= box; at += 4) hevc = hevc || is_hevc(at);
  return hevc;
}

Kind kind_of(core::ByteView file) {
  using namespace std::string_view_literals;
  if (begins_with(file, "\xFF\xD8\xFF"sv)) return Kind::jpeg;
  if (is_png(file)) return Kind::png;
  if (begins_with(file, "%PDF-"sv)) return Kind::pdf;
  if (is_heic(file)) return Kind::heic;
  throw AttachmentRefused(AttachmentFault::unsupported_type);
}

// The picture's header, nothing decoded yet.
VipsPicture header(core::ByteView file, Kind kind) {
  void* bytes = const_cast<std::uint8_t*>(file.data());
  VipsImage* image = nullptr;
  int failed = kind == Kind::jpeg  ? vips_jpegload_buffer(bytes, file.size(), &image, nullptr)
               : kind == Kind::png ? vips_pngload_buffer(bytes, file.size(), &image, nullptr)
                                   : vips_heifload_buffer(bytes, file.size(), &image, nullptr);
  if (failed != 0) refuse_as_damaged();
  return VipsPicture(image);
}

// Decoded, no larger than wanted, on white where it was transparent.
VipsPicture normalised(core::ByteView file, int long_side) {
  VipsPicture image = decoded(file, long_side);
  VipsImage* made = nullptr;
  if (vips_image_hasalpha(image.get()) == FALSE) return image;
  std::unique_ptr<VipsArrayDouble, void (*)(VipsArrayDouble*)> white(
      vips_array_double_newv(1, 255.0),
      [](VipsArrayDouble* array) { vips_area_unref(reinterpret_cast<VipsArea*>(array)); });
  if (vips_flatten(image.get(), &made, "background", white.get(), nullptr) != 0) refuse_as_damaged();
  return VipsPicture(made);
}

Attachment accept_image(core::ByteView file, Kind kind, const AttachmentLimits& limits) {
  set_up_vips();
  VipsPicture stated = header(file, kind);
  check_pixels(stated, limits.pixels);
  stated.reset();
  VipsPicture image = normalised(file, limits.long_side);
  void* encoded = nullptr;
  std::size_t size = 0;
  if (vips_jpegsave_buffer(image.get(), &encoded, &size, "Q", limits.jpeg_quality, "strip", TRUE,
                           "optimize_coding", TRUE, nullptr) != 0)
    refuse_as_damaged();
  std::unique_ptr<void, void (*)(void*)> owned(encoded, g_free);
  const auto* bytes = static_cast<const std::uint8_t*>(encoded);
  return {.media_type = "image/jpeg",
          .bytes = core::Bytes(bytes, bytes + size),
          .width = vips_image_get_width(image.get()),
          .height = vips_image_get_height(image.get()),
          .pages = 1};
}

}  // namespace

std::string_view AttachmentRefused::code() const {
  return kReasons[static_cast<std::size_t>(fault_)].code;
}

const char* AttachmentRefused::what() const noexcept {
  return kReasons[static_cast<std::size_t>(fault_)].text;
}

Attachment accept_attachment(core::ByteView file, const AttachmentLimits& limits) {
  if (file.empty()) throw AttachmentRefused(AttachmentFault::empty);
  if (file.size() > limits.bytes) throw AttachmentRefused(AttachmentFault::too_large);
  Attachment attachment;
  if (Kind kind = kind_of(file); kind == Kind::pdf) {
    CheckedPdf pdf = accept_pdf(file, limits.pages);
    attachment = {.media_type = "application/pdf", .bytes = std::move(pdf.bytes), .pages = pdf.pages};
  } else {
    attachment = accept_image(file, kind, limits);
  }
  attachment.digest = core::sm3(attachment.bytes);
  return attachment;
}

}  // namespace palmkey::documents
