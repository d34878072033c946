// UTF-8, RFC 3629.
#pragma once

#include <cstddef>
#include <string_view>

#include "core/bytes.hpp"

namespace palmkey::core {

// True if the bytes are well-formed UTF-8: shortest forms only, no surrogates, nothing above U+10FFFF.
bool is_utf8(ByteView bytes);

// Of a well-formed text.
std::size_t count_characters(std::string_view utf8);

}  // namespace palmkey::core
