// What may stand in a field of a document: text that looks on paper exactly as it is stored.
// Pure functions, safe to call from any thread.
#pragma once

#include <cstddef>
#include <string_view>

#include "core/result.hpp"

namespace palmkey::documents {

// Error::malformed unless `text` is valid UTF-8 without control characters, line breaks, invisible characters
// (byte order marks, joiners, changes of direction) and code points without an agreed picture (unassigned,
// private use). Error::out_of_range if it has more than `most_characters` code points. Empty text is fine.
core::Result<void> check_plain_text(std::string_view text, std::size_t most_characters);

}  // namespace palmkey::documents
