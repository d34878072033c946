#include "core/bytes.hpp"

#include "core/constant_time.hpp"

namespace palmkey::core {

bool equal_constant_time(ByteView a, ByteView b) {
  if (a.size() != b.size()) return false;
  std::uint64_t difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference = value_barrier(difference | static_cast<std::uint64_t>(a[i] ^ b[i]));
  }
  return difference == 0;
}

}  // namespace palmkey::core
