// Comma-separated values, RFC 4180.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace palmkey::front::preregistration {

struct CsvRow {
  std::size_t line = 0;  // on which the row begins, from 1
  std::vector<std::string> values;
  bool malformed = false;  // a quote that is not closed, or text behind one
};

// Rows in order, empty lines left out. Lines end with LF or CRLF; a byte order mark is skipped; a value in
// double quotes may hold commas, line ends and doubled quotes. Pure function.
std::vector<CsvRow> parse_csv(std::string_view text);

}  // namespace palmkey::front::preregistration
