// Memory that the module and its host hand to each other: the size in four bytes, then as many bytes.
#pragma once

#include <cstdint>

#include "core/bytes.hpp"

namespace palmkey::phone {

// A new buffer that holds a copy.
std::uint8_t* make_buffer(core::ByteView content);
core::ByteView content_of(const std::uint8_t* buffer);

// Releases a buffer, wiped, when it goes out of scope.
class TakenBuffer {
 public:
  explicit TakenBuffer(std::uint8_t* buffer) : buffer_(buffer) {}
  TakenBuffer(const TakenBuffer&) = delete;
  TakenBuffer& operator=(const TakenBuffer&) = delete;
  ~TakenBuffer();

  core::ByteView view() const { return content_of(buffer_); }

 private:
  std::uint8_t* buffer_;
};

}  // namespace palmkey::phone
