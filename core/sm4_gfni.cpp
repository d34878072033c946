// SM4 with GFNI and AVX-512: GF2P8AFFINEINVQB inverts in AES's field, so that two instructions are the S-box
// on 64 bytes. Sixteen blocks fill four registers, one for each of their words.
#include "core/sm4_paths.hpp"

#if defined(__x86_64__)

#include <algorithm>
#include <bit>

#include "core/constant_time.hpp"
#include "core/sm4_sbox.hpp"
#include "core/x86_intrinsics.hpp"

#define PALMKEY_GFNI [[gnu::target("gfni,avx512f,avx512vl,avx512bw,avx512dq,avx2")]]
#define PALMKEY_GFNI_INLINE PALMKEY_GFNI [[gnu::always_inline]] inline

namespace palmkey::core {
namespace {

constexpr std::size_t lanes = 16;
constexpr std::size_t group_size = lanes * sm4_block_size;

// A matrix as GF2P8AFFINEQB wants it: byte 7 - i holds row i (Intel 64 and IA-32 Architectures Software
// Developer's Manual, volume 2A).
constexpr std::uint64_t operand_of(const sm4_sbox::Matrix& matrix) {
  std::uint64_t operand = 0;
  for (std::size_t row = 0; row < 8; ++row) {
    for (std::size_t column = 0; column < 8; ++column) {
      operand |= std::uint64_t{matrix.columns[column] >> row & 1u} << (8 * (7 - row) + column);
    }
  }
  return operand;
}

constexpr sm4_sbox::Detour detour = sm4_sbox::through_aes;

PALMKEY_GFNI_INLINE __m512i sbox(__m512i x) {
  const __m512i before = _mm512_set1_epi64(static_cast<long long>(operand_of(detour.before)));
  const __m512i after = _mm512_set1_epi64(static_cast<long long>(operand_of(detour.after)));
  x = _mm512_gf2p8affine_epi64_epi8(x, before, detour.before_constant);
  return _mm512_gf2p8affineinv_epi64_epi8(x, after, sm4_sbox::constant);
}

PALMKEY_GFNI_INLINE __m512i xor3(__m512i a, __m512i b, __m512i c) {
  return _mm512_ternarylogic_epi32(a, b, c, 0x96);
}

// The four words of sixteen blocks.
struct Group {
  __m512i x[4];
};

// Transposes the 4 by 4 words in each 128 bits of the four registers; twice is nothing.
PALMKEY_GFNI_INLINE void transpose(Group& group) {
  auto& x = group.x;
  const __m512i low01 = _mm512_unpacklo_epi32(x[0], x[1]);
  const __m512i low23 = _mm512_unpacklo_epi32(x[2], x[3]);
  const __m512i high01 = _mm512_unpackhi_epi32(x[0], x[1]);
  const __m512i high23 = _mm512_unpackhi_epi32(x[2], x[3]);
  x[0] = _mm512_unpacklo_epi64(low01, low23);
  x[1] = _mm512_unpackhi_epi64(low01, low23);
  x[2] = _mm512_unpacklo_epi64(high01, high23);
  x[3] = _mm512_unpackhi_epi64(high01, high23);
}

PALMKEY_GFNI_INLINE __m512i big_endian(__m512i x) {
  const __m128i order = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  return _mm512_shuffle_epi8(x, _mm512_broadcast_i32x4(order));
}

// GB/T 32907, 7.1, for as many groups at once as hide the instructions' latency.
template <std::size_t Groups>
PALMKEY_GFNI_INLINE void encrypt_groups(const Sm4RoundKeys& round_keys, std::uint8_t* blocks) {
  Group groups[Groups];
  for (std::size_t g = 0; g < Groups; ++g) {
    for (std::size_t i = 0; i < 4; ++i) {
      groups[g].x[i] = big_endian(_mm512_loadu_si512(blocks + group_size * g + 64 * i));
    }
    transpose(groups[g]);
  }
  for (std::size_t round = 0; round < 32; round += 4) {
#pragma GCC unroll 4
    for (std::size_t i = 0; i < 4; ++i) {
      const __m512i key = _mm512_set1_epi32(static_cast<int>(round_keys[round + i]));
#pragma GCC unroll 4
      for (std::size_t g = 0; g < Groups; ++g) {
        auto& x = groups[g].x;
        const __m512i sum = xor3(x[(i + 1) % 4], x[(i + 2) % 4], _mm512_xor_si512(x[(i + 3) % 4], key));
        const __m512i b = sbox(sum);
        const __m512i near = xor3(x[i], b, _mm512_rol_epi32(b, 2));
        const __m512i far = xor3(_mm512_rol_epi32(b, 10), _mm512_rol_epi32(b, 18), _mm512_rol_epi32(b, 24));
        x[i] = _mm512_xor_si512(near, far);
      }
    }
  }
  for (std::size_t g = 0; g < Groups; ++g) {
    auto& x = groups[g].x;
    std::swap(x[0], x[3]);
    std::swap(x[1], x[2]);
    transpose(groups[g]);
    for (std::size_t i = 0; i < 4; ++i) {
      _mm512_storeu_si512(blocks + group_size * g + 64 * i, big_endian(x[i]));
    }
  }
}

PALMKEY_GFNI void encrypt(const Sm4RoundKeys& round_keys, MutableByteView blocks) {
  constexpr std::size_t together = 4;
  for (; blocks.size() >= together * group_size; blocks = blocks.subspan(together * group_size)) {
    encrypt_groups<together>(round_keys, blocks.data());
  }
  Wiped<ByteArray<group_size>> padded;
  while (!blocks.empty()) {
    const std::size_t size = std::min(blocks.size(), group_size);
    std::copy_n(blocks.begin(), size, padded.value.begin());
    encrypt_groups<1>(round_keys, padded.value.data());
    std::copy_n(padded.value.begin(), size, blocks.begin());
    blocks = blocks.subspan(size);
  }
}

PALMKEY_GFNI std::uint32_t substitute(std::uint32_t word) {
  const __m512i words = _mm512_castsi128_si512(_mm_cvtsi32_si128(static_cast<int>(word)));
  return static_cast<std::uint32_t>(_mm_cvtsi128_si32(_mm512_castsi512_si128(sbox(words))));
}

}  // namespace

const Sm4Path sm4_gfni = {substitute, encrypt};

}  // namespace palmkey::core

#endif
