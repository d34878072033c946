#include "core/bytes.hpp"

#include "core/constant_time.hpp"
#include "core/declare_public.hpp"

namespace palmkey::core {

bool equal_constant_time(ByteView a, ByteView b) {
  if (a.size() != b.size()) return false;
  std::uint64_t difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference = value_barrier(difference | static_cast<std::uint64_t>(a[i] ^ b[i]));
  }
  // Whether a code or a digest is right; where they differ is not told.
  return public_answer(mask_of_zero(difference) != 0);
}

Bytes concatenate(std::initializer_list<ByteView> parts) {
  std::size_t size = 0;
  for (const ByteView part : parts) size += part.size();
  Bytes out;
  out.reserve(size);
  for (const ByteView part : parts) out.insert(out.end(), part.begin(), part.end());
  return out;
}

}  // namespace palmkey::core
