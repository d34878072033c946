// Randomness is handed in: core has no source of its own.
#pragma once

#include "core/bytes.hpp"
#include "core/result.hpp"

namespace palmkey::core {

class Random {
 public:
  virtual ~Random() = default;
  // Fills all of `out` with bytes fit for keys, or fails with Error::random_failed and leaves no promise on
  // `out`.
  virtual Result<void> fill(MutableByteView out) = 0;
};

}  // namespace palmkey::core
