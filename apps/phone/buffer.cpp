#include "apps/phone/buffer.hpp"

#include <algorithm>
#include <cstring>

#include "core/secret.hpp"

namespace palmkey::phone {

namespace {

constexpr std::size_t kSizeSize = 4;

std::uint32_t size_of(const std::uint8_t* buffer) {
  std::uint32_t size = 0;
  std::memcpy(&size, buffer, kSizeSize);
  return size;
}

}  // namespace

extern "C" __attribute__((export_name("allocate"))) std::uint8_t* allocate(std::uint32_t size) {
  auto* buffer = new std::uint8_t[kSizeSize + size];
  std::memcpy(buffer, &size, kSizeSize);
  return buffer;
}

extern "C" __attribute__((export_name("release"))) void release(std::uint8_t* buffer) {
  core::wipe(buffer, kSizeSize + size_of(buffer));
  delete[] buffer;
}

std::uint8_t* make_buffer(core::ByteView content) {
  std::uint8_t* buffer = allocate(static_cast<std::uint32_t>(content.size()));
  std::copy(content.begin(), content.end(), buffer + kSizeSize);
  return buffer;
}

core::ByteView content_of(const std::uint8_t* buffer) {
  return {buffer + kSizeSize, size_of(buffer)};
}

TakenBuffer::~TakenBuffer() {
  release(buffer_);
}

}  // namespace palmkey::phone
