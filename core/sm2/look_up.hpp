// table[index] by looking at each entry, so that the index leaves no trace.
#pragma once

#include <array>
#include <type_traits>

#include "core/sm2/jacobian.hpp"

namespace palmkey::core::sm2 {

// Coordinates are the same numbers for each machine, and so a table made by one serves another.
template <class Found, class Machine, class Entry, std::size_t Entries>
Found look_up(const std::array<Entry, Entries>& table, std::uint64_t index) {
  static_assert(sizeof(Found) == sizeof(Entry) && std::is_trivially_copyable_v<Found>);
  Found found;
  Machine::template scan<sizeof(Entry) / 8>(&found, table.data(), Entries, index);
  return found;
}

}  // namespace palmkey::core::sm2
