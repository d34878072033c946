// Attachments as applicants upload them - photographs and scans - made safe to keep and to show.
// Safe to call from any thread; the first call sets libvips up for the whole process (no loaders but those of
// JPEG, PNG and HEIC, one thread a call, no cache).
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <string>
#include <string_view>

#include "core/bytes.hpp"
#include "core/sm3.hpp"

namespace palmkey::documents {

enum class AttachmentFault : std::uint8_t {
#define PALMKEY_ATTACHMENT_FAULT(name, code, text) name,
#include "documents/attachment_fault_list.hpp"
#undef PALMKEY_ATTACHMENT_FAULT
};

// Thrown for a file that is not taken. Its reasons are for the person who uploads, and core::Error has no
// words for them.
class AttachmentRefused : public std::exception {
 public:
  explicit AttachmentRefused(AttachmentFault fault) : fault_(fault) {}
  AttachmentFault fault() const { return fault_; }
  std::string_view code() const;               // stable, for example "attachment_too_large"
  const char* what() const noexcept override;  // one English sentence

 private:
  AttachmentFault fault_;
};

struct AttachmentLimits {
  std::size_t bytes = std::size_t{20} << 20;  // 20 MiB, of the file as uploaded
  std::uint64_t pixels = 120'000'000;         // width times height as the file states them, before decoding
  std::size_t pages = 30;
  int long_side = 4000;   // larger pictures are scaled down to this
  int jpeg_quality = 88;  // 1 to 100
};

struct Attachment {
  std::string media_type;  // "image/jpeg" or "application/pdf"
  core::Bytes bytes;       // what to store: never the bytes that were uploaded
  int width = 0;           // of pictures, in pixels, as they are shown; 0 for PDF
  int height = 0;
  std::size_t pages = 1;
  core::Digest digest{};  // SM3 of `bytes`
};

// Takes a file by its content, whatever its name. Pictures are decoded, turned upright, brought to sRGB,
// scaled down if need be, and encoded as JPEG without any metadata. PDFs must open without repair and without
// password, and are written anew from their objects. So nothing hidden before, between or after the parts of
// a file is kept. Throws AttachmentRefused, std::bad_alloc, or std::runtime_error if libvips cannot be set
// up.
Attachment accept_attachment(core::ByteView file, const AttachmentLimits& limits = {});

}  // namespace palmkey::documents
