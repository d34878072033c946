// Dates of PDF files (ISO 32000-2, 7.9.4).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace palmkey::core::pdf {

// Unix seconds as "D:20261122120000Z". Years 1 to 9999.
std::string date_text(std::int64_t unix_seconds);

// Nothing for what is no date. What is left out is the earliest possible, without a zone UTC.
std::optional<std::int64_t> read_date(std::string_view text);

}  // namespace palmkey::core::pdf
