// table[index] by looking at each entry, so that the index leaves no trace.
#pragma once

#include <array>
#include <type_traits>

#include "core/sm2/jacobian.hpp"

namespace palmkey::core::sm2 {

template <class Found, class Machine, class Entry, std::size_t Entries>
Found look_up(const std::array<Entry, Entries>& table, std::uint64_t index) {
  static_assert(sizeof(Found) == sizeof(Entry) && std::is_trivially_copyable_v<Found>);
  Found found;
  Machine::template scan<sizeof(Entry) / 8>(&found, table.data(), Entries, index);
  return found;
}

// An entry of a table of multiples, which is the same for each machine.
template <class Machine>
Affine<Machine> entry_for(const Affine<PortableField>& entry) {
  return {BasicFieldElement<Machine>::of_montgomery(entry.x.montgomery()),
          BasicFieldElement<Machine>::of_montgomery(entry.y.montgomery())};
}

// Such an entry by a secret index. Most machines hold the same limbs, and need no other form of them.
template <class Machine, std::size_t Entries>
Affine<Machine> look_up_entry(const std::array<Affine<PortableField>, Entries>& table, std::uint64_t index) {
  if constexpr (sizeof(Affine<Machine>) == sizeof(Affine<PortableField>)) {
    return look_up<Affine<Machine>, Machine>(table, index);
  } else {
    const Wiped<Affine<PortableField>> found(look_up<Affine<PortableField>, Machine>(table, index));
    return entry_for<Machine>(found.value);
  }
}

}  // namespace palmkey::core::sm2
