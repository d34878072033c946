// How many wrong PINs a key stands, and how long its owner has to wait. docs/protocol.md, "Wrong PINs".
#pragma once

#include <cstddef>
#include <cstdint>

#include "vault/configuration.hpp"

namespace palmkey::vault {

// What is left after this many wrong PINs in a row.
inline std::int64_t tries_left(const PinConfiguration& policy, std::int64_t wrong_pins) {
  return wrong_pins >= policy.tries ? 0 : policy.tries - wrong_pins;
}

// Seconds until the next try counts, after this many wrong PINs in a row.
inline std::int64_t wait_after(const PinConfiguration& policy, std::int64_t wrong_pins) {
  if (wrong_pins < policy.free_tries || policy.wait_seconds.empty()) return 0;
  const auto step = static_cast<std::size_t>(wrong_pins - policy.free_tries);
  return step < policy.wait_seconds.size() ? policy.wait_seconds[step] : policy.wait_seconds.back();
}

}  // namespace palmkey::vault
