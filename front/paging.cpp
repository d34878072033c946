#include "front/paging.hpp"

#include <algorithm>
#include <charconv>

#include "platform/failure.hpp"

namespace palmkey::front {

std::string cursor_of(const ListPlace& place) {
  return std::to_string(place.time) + "-" + place.name;
}

std::optional<ListPlace> place_of(const std::string& cursor) {
  if (cursor.empty()) return std::nullopt;
  const auto dash = std::min(cursor.find('-'), cursor.size());
  ListPlace place;
  const auto* end = cursor.data() + dash;
  const auto read = std::from_chars(cursor.data(), end, place.time);
  if (dash + 1 >= cursor.size() || read.ec != std::errc() || read.ptr != end)
    throw platform::Failure("malformed", 400, "before");
  place.name = cursor.substr(dash + 1);
  return place;
}

}  // namespace palmkey::front
