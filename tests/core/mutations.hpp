// Random changes of a valid message, for parsers that must refuse or read what can be written back.
#pragma once

#include "tests/core/test_random.hpp"

namespace palmkey::core::testing {

// Some bits turned, bytes set, cut out, doubled or appended: one to three changes.
inline Bytes mutate(const Bytes& valid, TestRandom& random) {
  Bytes out = valid;
  const auto pick = [&](std::size_t below) {
    const Bytes b = random.bytes(4);
    const std::size_t value = b[0] | (b[1] << 8) | (b[2] << 16);
    return below == 0 ? 0 : value % below;
  };
  const std::size_t changes = 1 + pick(3);
  for (std::size_t i = 0; i < changes; ++i) {
    const std::size_t at = pick(out.size());
    switch (pick(6)) {
      case 0:
        if (!out.empty()) out[at] ^= static_cast<std::uint8_t>(1 << pick(8));
        break;
      case 1:
        if (!out.empty()) out[at] = random.bytes(1)[0];
        break;
      case 2:
        if (!out.empty()) out.erase(out.begin() + static_cast<std::ptrdiff_t>(at));
        break;
      case 3:
        out.insert(out.begin() + static_cast<std::ptrdiff_t>(at), random.bytes(1)[0]);
        break;
      case 4:
        out.resize(at);
        break;
      default:
        out.push_back(random.bytes(1)[0]);
    }
  }
  return out;
}

}  // namespace palmkey::core::testing
