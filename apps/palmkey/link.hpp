// The links in QR codes, as commands take them.
#pragma once

#include <string_view>

#include "core/link.hpp"

namespace palmkey::cli {

// Failure("link_malformed", 400) for a text that is no link, or one of another kind.
core::Link parse_link(std::string_view text, core::LinkKind kind);

}  // namespace palmkey::cli
