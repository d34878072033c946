// SM3 (GB/T 32905) of sixteen messages of the same length side by side, one a lane of 32 bits.
#pragma once

#include "core/sm2/lanes/target.hpp"

#if defined(PALMKEY_LANES)

#include <immintrin.h>

#include <cstddef>
#include <cstdint>

namespace palmkey::core::sm2::lanes {

inline constexpr std::size_t hash_width = 16;  // lanes

// Sixteen words, one a lane.
using Words = __m512i;

struct HashBlock {
  Words words[16];
};
struct HashState {
  Words words[8];
};

// The state before the first block.
PALMKEY_LANES_CODE HashState hash_start();

// The compression function of 5.3. The caller pads.
PALMKEY_LANES_CODE HashState compress(const HashState& state, const HashBlock& block);

}  // namespace palmkey::core::sm2::lanes

#endif
