// Numbers and rectangles of PDF files (ISO 32000-2, 7.3.3 and 7.9.5).
#pragma once

#include <array>
#include <string>

#include "core/pdf/document.hpp"
#include "core/pdf/object.hpp"
#include "core/result.hpp"

namespace palmkey::core::pdf {

// An integer or real. Error::malformed for another object and beyond a million either way, where no page is.
Result<double> read_number(const Object& object);

// Left, bottom, right, top, put in order; the numbers may be references.
Result<std::array<double, 4>> read_rectangle(const Document& document, const Object& object);

// With two decimals at most, as in "12.5". Values lie within a million either way.
std::string number_text(double value);

}  // namespace palmkey::core::pdf
