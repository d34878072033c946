// SM4 with AES-NI: AESENCLAST contains the inversion in AES's field; linear maps before and behind it, looked
// up by half-bytes in registers, make it SM4's S-box. Four blocks fill four registers, one for each of their
// words.
#include "core/sm4_paths.hpp"

#if defined(__x86_64__)

#include <algorithm>
#include <bit>

#include "core/constant_time.hpp"
#include "core/sm4_sbox.hpp"
#include "core/x86_intrinsics.hpp"

#define PALMKEY_AES [[gnu::target("aes,ssse3,sse4.1")]]
#define PALMKEY_AES_INLINE PALMKEY_AES [[gnu::always_inline]] inline

namespace palmkey::core {
namespace {

constexpr std::size_t lanes = 4;
constexpr std::size_t group_size = lanes * sm4_block_size;

// The affine map behind the inversion in AES's own S-box (FIPS 197, 5.1.1).
constexpr sm4_sbox::Matrix aes_affine = [] {
  sm4_sbox::Matrix matrix;
  for (std::size_t row = 0; row < 8; ++row) {
    for (const std::size_t offset : {0, 4, 5, 6, 7}) {
      auto& column = matrix.columns[(row + offset) % 8];
      column = static_cast<std::uint8_t>(column | 1u << row);
    }
  }
  return matrix;
}();
constexpr std::uint8_t aes_constant = 0x63;

// An affine map as two tables, for the lower and the upper half of a byte.
struct alignas(16) Halves {
  ByteArray<16> low{};
  ByteArray<16> high{};
};

constexpr Halves halves_of(const sm4_sbox::Matrix& matrix, std::uint8_t constant) {
  Halves halves;
  for (std::uint8_t x = 0; x < 16; ++x) {
    halves.low[x] = static_cast<std::uint8_t>(matrix * x ^ constant);
    halves.high[x] = matrix * static_cast<std::uint8_t>(x << 4);
  }
  return halves;
}

constexpr sm4_sbox::Detour detour = sm4_sbox::through_aes;
constexpr sm4_sbox::Matrix after_aes = detour.after * aes_affine.inverse();
constexpr Halves before = halves_of(detour.before, detour.before_constant);
constexpr Halves after = halves_of(after_aes, after_aes* aes_constant ^ sm4_sbox::constant);

PALMKEY_AES_INLINE __m128i load(const ByteArray<16>& bytes) {
  return _mm_load_si128(reinterpret_cast<const __m128i*>(bytes.data()));
}

PALMKEY_AES_INLINE __m128i transform(const Halves& halves, __m128i x) {
  const __m128i half = _mm_set1_epi8(0x0f);
  const __m128i low = _mm_shuffle_epi8(load(halves.low), _mm_and_si128(x, half));
  const __m128i high = _mm_shuffle_epi8(load(halves.high), _mm_and_si128(_mm_srli_epi16(x, 4), half));
  return _mm_xor_si128(low, high);
}

PALMKEY_AES_INLINE __m128i sbox(__m128i x) {
  // Undoes ShiftRows, which AESENCLAST contains too (FIPS 197, 5.3.1).
  const __m128i shift_rows_back = _mm_set_epi64x(0x0306090c0f020508, 0x0b0e0104070a0d00);
  x = _mm_shuffle_epi8(transform(before, x), shift_rows_back);
  return transform(after, _mm_aesenclast_si128(x, _mm_setzero_si128()));
}

PALMKEY_AES_INLINE __m128i rotate_left_2(__m128i x) {
  return _mm_or_si128(_mm_slli_epi32(x, 2), _mm_srli_epi32(x, 30));
}

PALMKEY_AES_INLINE __m128i rotate_left_8(__m128i x) {
  return _mm_shuffle_epi8(x, _mm_set_epi64x(0x0e0d0c0f0a09080b, 0x0605040702010003));
}

PALMKEY_AES_INLINE __m128i rotate_left_24(__m128i x) {
  return _mm_shuffle_epi8(x, _mm_set_epi64x(0x0c0f0e0d080b0a09, 0x0407060500030201));
}

PALMKEY_AES_INLINE __m128i big_endian(__m128i x) {
  return _mm_shuffle_epi8(x, _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203));
}

// The four words of four blocks.
struct Group {
  __m128i x[4];
};

// Transposes the 4 by 4 words; twice is nothing.
PALMKEY_AES_INLINE void transpose(Group& group) {
  auto& x = group.x;
  const __m128i low01 = _mm_unpacklo_epi32(x[0], x[1]);
  const __m128i low23 = _mm_unpacklo_epi32(x[2], x[3]);
  const __m128i high01 = _mm_unpackhi_epi32(x[0], x[1]);
  const __m128i high23 = _mm_unpackhi_epi32(x[2], x[3]);
  x[0] = _mm_unpacklo_epi64(low01, low23);
  x[1] = _mm_unpackhi_epi64(low01, low23);
  x[2] = _mm_unpacklo_epi64(high01, high23);
  x[3] = _mm_unpackhi_epi64(high01, high23);
}

// GB/T 32907, 7.1, for as many groups at once as hide the instructions' latency.
template <std::size_t Groups>
PALMKEY_AES_INLINE void encrypt_groups(const Sm4RoundKeys& round_keys, std::uint8_t* blocks) {
  Group groups[Groups];
  for (std::size_t g = 0; g < Groups; ++g) {
    for (std::size_t i = 0; i < 4; ++i) {
      const auto* from = reinterpret_cast<const __m128i*>(blocks + group_size * g + sm4_block_size * i);
      groups[g].x[i] = big_endian(_mm_loadu_si128(from));
    }
    transpose(groups[g]);
  }
  for (std::size_t round = 0; round < 32; round += 4) {
#pragma GCC unroll 4
    for (std::size_t i = 0; i < 4; ++i) {
      const __m128i key = _mm_set1_epi32(static_cast<int>(round_keys[round + i]));
#pragma GCC unroll 4
      for (std::size_t g = 0; g < Groups; ++g) {
        auto& x = groups[g].x;
        const __m128i others = _mm_xor_si128(x[(i + 1) % 4], x[(i + 2) % 4]);
        const __m128i b = sbox(_mm_xor_si128(others, _mm_xor_si128(x[(i + 3) % 4], key)));
        const __m128i b2 = rotate_left_2(b);
        const __m128i b10 = rotate_left_8(b2);
        const __m128i b18 = rotate_left_8(b10);
        const __m128i b24 = rotate_left_24(b);
        const __m128i near = _mm_xor_si128(_mm_xor_si128(b, b2), _mm_xor_si128(x[i], b24));
        x[i] = _mm_xor_si128(near, _mm_xor_si128(b10, b18));
      }
    }
  }
  for (std::size_t g = 0; g < Groups; ++g) {
    auto& x = groups[g].x;
    std::swap(x[0], x[3]);
    std::swap(x[1], x[2]);
    transpose(groups[g]);
    for (std::size_t i = 0; i < 4; ++i) {
      auto* to = reinterpret_cast<__m128i*>(blocks + group_size * g + sm4_block_size * i);
      _mm_storeu_si128(to, big_endian(x[i]));
    }
  }
}

PALMKEY_AES void encrypt(const Sm4RoundKeys& round_keys, MutableByteView blocks) {
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

PALMKEY_AES std::uint32_t substitute(std::uint32_t word) {
  return static_cast<std::uint32_t>(_mm_cvtsi128_si32(sbox(_mm_cvtsi32_si128(static_cast<int>(word)))));
}

}  // namespace

const Sm4Path sm4_aes = {substitute, encrypt};

}  // namespace palmkey::core

#endif
