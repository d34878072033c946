// Randomness from the operating system.
#pragma once

#include "core/random.hpp"

namespace palmkey::platform {

// getrandom(2). Thread-safe, no state.
class SystemRandom : public core::Random {
 public:
  core::Result<void> fill(core::MutableByteView out) override;
};

}  // namespace palmkey::platform
