// GHASH with PCLMULQDQ, which multiplies polynomials over GF(2). Four blocks are multiplied by four powers of
// the key and reduced together: Gueron, Kounavis, "Intel carry-less multiplication instruction and its usage
// for computing the GCM mode", 2014.
#include "core/ghash.hpp"

#if defined(__x86_64__)

#include "core/x86_intrinsics.hpp"

#define PALMKEY_PCLMUL [[gnu::target("pclmul,ssse3,sse4.1")]]
#define PALMKEY_PCLMUL_INLINE PALMKEY_PCLMUL [[gnu::always_inline]] inline

namespace palmkey::core {
namespace {

PALMKEY_PCLMUL_INLINE __m128i load(const GhashElement& element) {
  return _mm_set_epi64x(static_cast<long long>(element.high), static_cast<long long>(element.low));
}

PALMKEY_PCLMUL_INLINE __m128i load_block(const std::uint8_t* block) {
  const __m128i reversed = _mm_set_epi64x(0x0001020304050607, 0x08090a0b0c0d0e0f);
  return _mm_shuffle_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(block)), reversed);
}

// A product of 256 bits, of which `middle` lies across the two others.
struct Product {
  __m128i low, middle, high;
};

PALMKEY_PCLMUL_INLINE Product multiply(__m128i a, __m128i b) {
  return {_mm_clmulepi64_si128(a, b, 0x00),
          _mm_xor_si128(_mm_clmulepi64_si128(a, b, 0x01), _mm_clmulepi64_si128(a, b, 0x10)),
          _mm_clmulepi64_si128(a, b, 0x11)};
}

PALMKEY_PCLMUL_INLINE Product add(const Product& a, const Product& b) {
  return {_mm_xor_si128(a.low, b.low), _mm_xor_si128(a.middle, b.middle), _mm_xor_si128(a.high, b.high)};
}

// Times x^-128: a multiple of x^128 + x^127 + x^126 + x^121 + 1 makes each of the two lower words zero.
PALMKEY_PCLMUL_INLINE __m128i reduce(const Product& product) {
  const __m128i polynomial = _mm_set_epi64x(0, static_cast<long long>(0xc200000000000000));
  __m128i low = _mm_xor_si128(product.low, _mm_slli_si128(product.middle, 8));
  const __m128i high = _mm_xor_si128(product.high, _mm_srli_si128(product.middle, 8));
  for (int word = 0; word < 2; ++word) {
    const __m128i folded = _mm_clmulepi64_si128(low, polynomial, 0x00);
    low = _mm_xor_si128(_mm_shuffle_epi32(low, 0x4e), folded);
  }
  return _mm_xor_si128(high, low);
}

}  // namespace

PALMKEY_PCLMUL void ghash_update_pclmul(GhashElement& sum, const GhashKey& key, ByteView blocks) {
  constexpr std::size_t together = 4;
  const __m128i powers[together] = {load(key[0]), load(key[1]), load(key[2]), load(key[3])};
  __m128i y = load(sum);
  for (; blocks.size() >= together * ghash_block_size; blocks = blocks.subspan(together * ghash_block_size)) {
    Product product = multiply(_mm_xor_si128(y, load_block(blocks.data())), powers[3]);
    product = add(product, multiply(load_block(blocks.data() + 16), powers[2]));
    product = add(product, multiply(load_block(blocks.data() + 32), powers[1]));
    product = add(product, multiply(load_block(blocks.data() + 48), powers[0]));
    y = reduce(product);
  }
  for (; !blocks.empty(); blocks = blocks.subspan(ghash_block_size)) {
    y = reduce(multiply(_mm_xor_si128(y, load_block(blocks.data())), powers[0]));
  }
  _mm_storel_epi64(reinterpret_cast<__m128i*>(&sum.low), y);
  _mm_storel_epi64(reinterpret_cast<__m128i*>(&sum.high), _mm_unpackhi_epi64(y, y));
}

}  // namespace palmkey::core

#endif
