// Percent-encoding of addresses and forms, RFC 3986, 2.1.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace palmkey::core {

// The text that was encoded; nothing if an escape is malformed. Nothing checks that the result is UTF-8.
// `plus_is_space` for form data.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space = false);

}  // namespace palmkey::core
