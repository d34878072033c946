// The ways to compute SM4, for core/sm4.cpp to choose from. Each takes the same time whatever the key and the
// blocks.
#pragma once

#include "core/bytes.hpp"

namespace palmkey::core {

// In the order of their use.
using Sm4RoundKeys = std::array<std::uint32_t, 32>;

inline constexpr std::size_t sm4_block_size = 16;

struct Sm4Path {
  // The S-box on each byte of a word.
  std::uint32_t (*substitute)(std::uint32_t word);
  // Any number of whole blocks, each by itself and in place.
  void (*encrypt)(const Sm4RoundKeys& round_keys, MutableByteView blocks);
};

// Bit-sliced, for every processor.
extern const Sm4Path sm4_bitsliced;

#if defined(__x86_64__)
// With AES-NI's inversion.
extern const Sm4Path sm4_aes;
// With GFNI's inversion on AVX-512's registers.
extern const Sm4Path sm4_gfni;
#endif

}  // namespace palmkey::core
