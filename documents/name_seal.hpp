// The picture of a person's name seal (个人名章): a red square with the name and 印, to be placed on
// documents beside the signature that counts.
#pragma once

#include <string_view>

#include "core/bytes.hpp"
#include "core/result.hpp"

namespace palmkey::documents {

inline constexpr int kNameSealSide = 360;  // pixels

// A PNG of kNameSealSide pixels a side, transparent where there is no ink. Chinese names stand in columns
// from right to left and end in 印 (two characters: 之印); middle dots are left out, as seals do. Names in
// other letters stand in lines above 印. The same name gives the same bytes with the same libraries and
// fonts. Errors: of check_plain_text for at most 64 code points; malformed if the name is empty. Safe to call
// from any thread.
core::Result<core::Bytes> name_seal_png(std::string_view name);

}  // namespace palmkey::documents
