// What later revisions of a PDF did to an earlier one.
#pragma once

#include "core/pdf/document.hpp"

namespace palmkey::core::pdf {

enum class Changes : std::uint8_t {
  none,
  signatures_only,  // signatures were added, or certificates and revocation data for them (DSS)
  content,          // anything else, and whatever is not understood
};

// Compares all that can be reached from the catalogs. Later revisions may add signed signature fields with
// their widgets, sign empty ones, add DSS, Extensions and Metadata, and change the information dictionary;
// nothing else. Whether an object was written again does not matter, only whether it says the same. Never
// Changes::none. `before` must be of the first part of the file that `after` is of.
Changes changes_between(const Document& before, const Document& after);

}  // namespace palmkey::core::pdf
