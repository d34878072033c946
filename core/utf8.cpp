#include "core/utf8.hpp"

#include <algorithm>

namespace palmkey::core {

bool is_utf8(ByteView bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    const std::uint8_t lead = bytes[at++];
    if (lead < 0x80) continue;
    // RFC 3629, 4: the first continuation byte has a narrower range after E0, ED, F0 and F4.
    std::size_t continuations = 0;
    std::uint8_t lowest = 0x80;
    std::uint8_t highest = 0xbf;
    if (lead >= 0xc2 && lead <= 0xdf) {
      continuations = 1;
    } else if (lead >= 0xe0 && lead <= 0xef) {
      continuations = 2;
      if (lead == 0xe0) lowest = 0xa0;
      if (lead == 0xed) highest = 0x9f;
    } else if (lead >= 0xf0 && lead <= 0xf4) {
      continuations = 3;
      if (lead == 0xf0) lowest = 0x90;
      if (lead == 0xf4) highest = 0x8f;
    } else {
      return false;
    }
    if (bytes.size() - at < continuations) return false;
    for (std::size_t i = 0; i < continuations; ++i) {
      const std::uint8_t next = bytes[at++];
      if (next < lowest || next > highest) return false;
      lowest = 0x80;
      highest = 0xbf;
    }
  }
  return true;
}

std::size_t count_characters(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(
      utf8.begin(), utf8.end(), [](char c) { return (static_cast<std::uint8_t>(c) & 0xc0) != 0x80; }));
}

}  // namespace palmkey::core
