// Code 128 (ISO/IEC 15417) of a short text. Safe to call from any thread.
#pragma once

#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace palmkey::documents {

// The bars and spaces as modules from left to right, true for dark, without quiet zones; ten modules of light
// belong on each side. Error::malformed if the text is empty or has more than printable ASCII,
// Error::out_of_range if it is longer than 40 characters.
core::Result<std::vector<bool>> code128_modules(std::string_view text);

}  // namespace palmkey::documents
