// Byte strings and views, and constant-time comparison of public-length strings.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

namespace palmkey::core {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;
using MutableByteView = std::span<std::uint8_t>;
template <std::size_t N>
using ByteArray = std::array<std::uint8_t, N>;

// The bytes of a text, without a terminator. The view lives as long as the text.
inline ByteView as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

// The bytes seen as text. The view lives as long as the bytes; nothing checks that they are UTF-8.
inline std::string_view as_text(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// True if both are equal. Time depends on the lengths only.
bool equal_constant_time(ByteView a, ByteView b);

// The parts one after another. Not for secrets.
Bytes concatenate(std::initializer_list<ByteView> parts);

}  // namespace palmkey::core
