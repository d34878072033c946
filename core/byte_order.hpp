// Numbers as big-endian bytes, as the Chinese standards and GCM write them.
#pragma once

#include <cstdint>

namespace palmkey::core {

inline std::uint32_t load32(const std::uint8_t* bytes) {
  return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 |
         bytes[3];
}

inline std::uint64_t load64(const std::uint8_t* bytes) {
  return std::uint64_t{load32(bytes)} << 32 | load32(bytes + 4);
}

inline void store32(std::uint8_t* bytes, std::uint32_t value) {
  bytes[0] = static_cast<std::uint8_t>(value >> 24);
  bytes[1] = static_cast<std::uint8_t>(value >> 16);
  bytes[2] = static_cast<std::uint8_t>(value >> 8);
  bytes[3] = static_cast<std::uint8_t>(value);
}

inline void store64(std::uint8_t* bytes, std::uint64_t value) {
  store32(bytes, static_cast<std::uint32_t>(value >> 32));
  store32(bytes + 4, static_cast<std::uint32_t>(value));
}

}  // namespace palmkey::core
