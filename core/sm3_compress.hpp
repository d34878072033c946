// SM3's compression function (GB/T 32905, 5.3), for the parts of core that build on it. Others use
// core/sm3.hpp.
#pragma once

#include <bit>

#include "core/bytes.hpp"

namespace palmkey::core {

using Sm3State = std::array<std::uint32_t, 8>;
// A block of 64 bytes as big-endian words.
using Sm3Words = std::array<std::uint32_t, 16>;

inline constexpr std::size_t sm3_block_size = 64;

// GB/T 32905, 4.1.
inline constexpr Sm3State sm3_initial_state = {0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600,
                                               0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e};

// T_j <<< j for each round (GB/T 32905, 4.2 and 5.3.3).
constexpr std::uint32_t sm3_round_constant(int round) {
  return std::rotl(round < 16 ? 0x79cc4519u : 0x7a879d8au, round % 32);
}

// Takes one block in. What it leaves on the stack depends on the block: a caller that is done with secret
// blocks calls wipe_dead_stack().
[[gnu::noinline]] void sm3_compress(Sm3State& state, const Sm3Words& words);

// Takes whole blocks in, the fastest way that the processor has. Leaves nothing of them behind.
// Precondition: the size is a multiple of sm3_block_size.
void sm3_compress_blocks(Sm3State& state, ByteView blocks);

#if defined(__x86_64__)

// How many blocks the AVX-512 path works on together.
inline constexpr std::size_t sm3_avx512_blocks = 16;

// The same with AVX-512 and BMI2, which the caller has made sure of. Precondition: the size is a multiple of
// sm3_avx512_blocks * sm3_block_size and not zero.
void sm3_compress_avx512(Sm3State& state, ByteView blocks);

#endif

}  // namespace palmkey::core
