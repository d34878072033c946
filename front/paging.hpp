// Lists that are read page by page: where the next page goes on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace palmkey::front {

// A place in a list that is ordered by time and then by name.
struct ListPlace {
  std::int64_t time = 0;
  std::string name;
};

// "TIME-NAME"; opaque to those who get it.
std::string cursor_of(const ListPlace& place);
// Nothing for the empty cursor, which means the first page; Failure("malformed", 400, "before") for a text
// that is not from cursor_of.
std::optional<ListPlace> place_of(const std::string& cursor);

}  // namespace palmkey::front
