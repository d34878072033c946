#include "core/sm2/lanes/sm3.hpp"

#if defined(PALMKEY_LANES)

#include <array>
#include <bit>

namespace palmkey::core::sm2::lanes {
namespace {

PALMKEY_LANES_INLINE Words all(std::uint32_t value) {
  return _mm512_set1_epi32(static_cast<int>(value));
}
// With a mask of all lanes, as GCC 12 warns falsely of the form without (bug 105593).
template <int Bits>
PALMKEY_LANES_INLINE Words rotated(const Words& a) {
  return _mm512_maskz_rol_epi32(0xffff, a, Bits);
}
PALMKEY_LANES_INLINE Words sum(const Words& a, const Words& b) {
  return _mm512_add_epi32(a, b);
}

// Functions of three bits as VPTERNLOG takes them: bit 4 a + 2 b + c is the result for a, b, c.
constexpr int exclusive_or = 0x96;
constexpr int majority = 0xe8;
constexpr int choice = 0xca;
template <int Function>
PALMKEY_LANES_INLINE Words combined(const Words& a, const Words& b, const Words& c) {
  return _mm512_ternarylogic_epi32(a, b, c, Function);
}

// The permutations of 4.4.
PALMKEY_LANES_INLINE Words p0(const Words& x) {
  return combined<exclusive_or>(x, rotated<9>(x), rotated<17>(x));
}
PALMKEY_LANES_INLINE Words p1(const Words& x) {
  return combined<exclusive_or>(x, rotated<15>(x), rotated<23>(x));
}

// The words A to H of 5.3.3, which each round moves by one.
struct Registers {
  Words a, b, c, d, e, f, g, h;
};

// What has been known for longer is added first: the next round waits for a and e.
template <int Ff, int Gg>
PALMKEY_LANES_INLINE void round(Registers& r, std::uint32_t constant, const Words& w, const Words& w4) {
  const Words a12 = rotated<12>(r.a);
  const Words ss1 = rotated<7>(sum(a12, sum(r.e, all(constant))));
  const Words tt1 = sum(sum(combined<Ff>(r.a, r.b, r.c), sum(r.d, w ^ w4)), ss1 ^ a12);
  const Words tt2 = sum(sum(combined<Gg>(r.e, r.f, r.g), sum(r.h, w)), ss1);
  r = {tt1, r.a, rotated<9>(r.b), r.c, p0(tt2), r.e, rotated<19>(r.f), r.g};
}

// T_j <<< j for each round (4.2 and 5.3.3).
constexpr std::array<std::uint32_t, 64> constants = [] {
  std::array<std::uint32_t, 64> rotations{};
  for (int j = 0; j < 64; ++j)
    rotations[static_cast<std::size_t>(j)] = std::rotl(j < 16 ? 0x79cc4519u : 0x7a879d8au, j % 32);
  return rotations;
}();

}  // namespace

PALMKEY_LANES_CODE HashState hash_start() {
  return {{all(0x7380166f), all(0x4914b2b9), all(0x172442d7), all(0xda8a0600), all(0xa96f30bc),
           all(0x163138aa), all(0xe38dee4d), all(0xb0fb0e4e)}};
}

PALMKEY_LANES_CODE HashState compress(const HashState& state, const HashBlock& block) {
  Words w[68] = {};
  for (std::size_t j = 0; j < 16; ++j) w[j] = block.words[j];
#pragma GCC unroll 4
  for (std::size_t j = 16; j < 68; ++j) {
    w[j] = combined<exclusive_or>(p1(combined<exclusive_or>(w[j - 16], w[j - 9], rotated<15>(w[j - 3]))),
                                  rotated<7>(w[j - 13]), w[j - 6]);
  }
  const Words* s = state.words;
  Registers r = {s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7]};
  // After four rounds the words are in their places again, so that nothing has to be moved.
#pragma GCC unroll 4
  for (std::size_t j = 0; j < 16; ++j) round<exclusive_or, exclusive_or>(r, constants[j], w[j], w[j + 4]);
#pragma GCC unroll 4
  for (std::size_t j = 16; j < 64; ++j) round<majority, choice>(r, constants[j], w[j], w[j + 4]);
  return {{s[0] ^ r.a, s[1] ^ r.b, s[2] ^ r.c, s[3] ^ r.d, s[4] ^ r.e, s[5] ^ r.f, s[6] ^ r.g, s[7] ^ r.h}};
}

}  // namespace palmkey::core::sm2::lanes

#endif
