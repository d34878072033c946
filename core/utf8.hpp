// UTF-8, RFC 3629.
#pragma once

#include "core/bytes.hpp"

namespace palmkey::core {

// True if the bytes are well-formed UTF-8: shortest forms only, no surrogates, nothing above U+10FFFF.
bool is_utf8(ByteView bytes);

}  // namespace palmkey::core
