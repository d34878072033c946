// Hexadecimal and base64url/base64 text of bytes. Decoding is strict.
#pragma once

#include <string>
#include <string_view>

#include "core/bytes.hpp"
#include "core/result.hpp"

namespace palmkey::core {

std::string to_hex(ByteView bytes);             // lower case
Result<Bytes> from_hex(std::string_view text);  // either case
std::string to_base64(ByteView bytes);          // RFC 4648, 4, padded
Result<Bytes> from_base64(std::string_view text);
std::string to_base64url(ByteView bytes);  // RFC 4648, 5, not padded
Result<Bytes> from_base64url(std::string_view text);

}  // namespace palmkey::core
