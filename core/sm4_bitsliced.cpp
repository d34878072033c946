// SM4, bit-sliced: sixteen blocks go through the cipher side by side, and the S-box is computed with logical
// operations on 64 bytes at once.
//
// The inversion runs in a tower of fields, GF(2^2) in GF(2^4) in GF(2^8), where it falls apart into a few
// products of the smallest: Satoh, Morioka, Takano, Munetoh, "A compact Rijndael hardware architecture with
// S-box optimization", ASIACRYPT 2001; Canright, "A very compact S-box for AES", CHES 2005.
#include <algorithm>
#include <bit>
#include <utility>

#include "core/byte_order.hpp"
#include "core/constant_time.hpp"
#include "core/sm4_paths.hpp"
#include "core/sm4_sbox.hpp"

namespace palmkey::core {
namespace {

constexpr std::size_t lanes = 16;

// One 32-bit word of each of the sixteen blocks.
using Words = std::array<std::uint32_t, lanes>;
// Sixty-four bytes, sliced: planes[i] holds bit i of each of them.
using Planes = std::array<std::uint64_t, 8>;

// Elements of the three fields. A bit is a whole word of bits of different bytes.
template <class Bits>
struct Quarter {  // high·w + low in GF(2)[w] / (w^2 + w + 1)
  Bits low, high;

  friend constexpr Quarter operator^(const Quarter& a, const Quarter& b) {
    return {a.low ^ b.low, a.high ^ b.high};
  }
  friend constexpr Quarter operator*(const Quarter& a, const Quarter& b) {
    const Bits lows = a.low & b.low;
    return {lows ^ (a.high & b.high), ((a.low ^ a.high) & (b.low ^ b.high)) ^ lows};
  }
  constexpr Quarter square() const { return {low ^ high, high}; }  // which is also the inverse
  constexpr Quarter times_w() const { return {high, low ^ high}; }
};

template <class Bits>
struct Half {  // high·z + low in GF(2^2)[z] / (z^2 + z + w)
  Quarter<Bits> low, high;

  friend constexpr Half operator^(const Half& a, const Half& b) { return {a.low ^ b.low, a.high ^ b.high}; }
  friend constexpr Half operator*(const Half& a, const Half& b) {
    const auto lows = a.low * b.low;
    return {lows ^ (a.high * b.high).times_w(), (a.low ^ a.high) * (b.low ^ b.high) ^ lows};
  }
  // This squared, times w·z: the constant of the next field's polynomial.
  constexpr Half square_scaled() const {
    const auto high2 = high.square();
    const auto low2 = low.square();
    // (high2·z + (low2 + high2·w))·w·z
    return {high2.times_w().times_w(), (low2 ^ high2 ^ high2.times_w()).times_w()};
  }
  constexpr Half inverse() const {
    const auto norm = high.square().times_w() ^ low * (low ^ high);
    const auto inverse_norm = norm.square();
    return {(low ^ high) * inverse_norm, high * inverse_norm};
  }
};

template <class Bits>
struct Whole {  // high·y + low in GF(2^4)[y] / (y^2 + y + w·z)
  Half<Bits> low, high;

  friend constexpr Whole operator*(const Whole& a, const Whole& b) {
    const auto lows = a.low * b.low;
    const auto highs = a.high * b.high;
    // highs·w·z = (highs.high·z + highs.low)·w·z
    const Half<Bits> scaled = {highs.high.times_w().times_w(), (highs.low ^ highs.high).times_w()};
    return {lows ^ scaled, (a.low ^ a.high) * (b.low ^ b.high) ^ lows};
  }
  // 0 for 0, as the S-box wants it.
  constexpr Whole inverse() const {
    const auto norm = high.square_scaled() ^ low * (low ^ high);
    const auto inverse_norm = norm.inverse();
    return {(low ^ high) * inverse_norm, high * inverse_norm};
  }
};

template <class Bits>
constexpr Whole<Bits> element(const std::array<Bits, 8>& x) {
  return {{{x[0], x[1]}, {x[2], x[3]}}, {{x[4], x[5]}, {x[6], x[7]}}};
}

template <class Bits>
constexpr std::array<Bits, 8> bits_of(const Whole<Bits>& x) {
  return {x.low.low.low,  x.low.low.high,  x.low.high.low,  x.low.high.high,
          x.high.low.low, x.high.low.high, x.high.high.low, x.high.high.high};
}

constexpr std::uint8_t multiply_in_tower(std::uint8_t a, std::uint8_t b) {
  struct Bit {  // a byte would become an int with each operation
    bool value;
    constexpr Bit operator^(Bit other) const { return {value != other.value}; }
    constexpr Bit operator&(Bit other) const { return {value && other.value}; }
  };
  const auto element_of = [&](std::uint8_t x) {
    std::array<Bit, 8> bits{};
    for (std::size_t i = 0; i < 8; ++i) bits[i].value = (x >> i & 1) != 0;
    return element(bits);
  };
  const auto product = bits_of(element_of(a) * element_of(b));
  std::uint8_t result = 0;
  for (std::size_t i = 0; i < 8; ++i) result = static_cast<std::uint8_t>(result | product[i].value << i);
  return result;
}

constexpr sm4_sbox::Detour detour = sm4_sbox::detour_through(sm4_sbox::isomorphism_into(multiply_in_tower));

template <std::uint8_t Row, std::size_t... I>
inline std::uint64_t sum_of(const Planes& x, std::index_sequence<I...>) {
  return ((Row >> I & 1 ? x[I] : 0) ^ ...);
}

constexpr std::uint8_t row_of(const sm4_sbox::Matrix& matrix, std::size_t row) {
  unsigned bits = 0;
  for (std::size_t i = 0; i < 8; ++i) bits |= (matrix.columns[i] >> row & 1u) << i;
  return static_cast<std::uint8_t>(bits);
}

// matrix·x + constant
template <sm4_sbox::Matrix matrix, std::uint8_t constant, std::size_t... I>
inline Planes transform(const Planes& x, std::index_sequence<I...> all) {
  return {(sum_of<row_of(matrix, I)>(x, all) ^ (constant >> I & 1 ? ~std::uint64_t{0} : 0))...};
}

// Turns bytes into planes and back again: transposes an 8 by 8 matrix of bits in each byte column.
inline void transpose(Planes& w) {
  constexpr std::array<std::uint64_t, 3> masks = {0x5555555555555555, 0x3333333333333333, 0x0f0f0f0f0f0f0f0f};
  for (std::size_t step = 0; step < 3; ++step) {
    const std::size_t distance = std::size_t{1} << step;
    for (std::size_t i = 0; i < 8; ++i) {
      if ((i & distance) != 0) continue;
      const std::uint64_t changed = ((w[i] >> distance) ^ w[i + distance]) & masks[step];
      w[i + distance] ^= changed;
      w[i] ^= changed << distance;
    }
  }
}

Words substitute_words(const Words& words) {
  constexpr std::make_index_sequence<8> all;
  auto planes = std::bit_cast<Planes>(words);
  transpose(planes);
  planes = transform<detour.before, detour.before_constant>(planes, all);
  planes = bits_of(element(planes).inverse());
  planes = transform<detour.after, sm4_sbox::constant>(planes, all);
  transpose(planes);
  return std::bit_cast<Words>(planes);
}

std::uint32_t substitute(std::uint32_t word) {
  Wiped<Words> words;
  words.value[0] = word;
  return substitute_words(words.value)[0];
}

// GB/T 32907, 7.1, for up to sixteen blocks.
void encrypt_group(const Sm4RoundKeys& round_keys, MutableByteView blocks) {
  const std::size_t count = blocks.size() / sm4_block_size;
  Wiped<std::array<Words, 4>> state;
  auto& x = state.value;
  for (std::size_t lane = 0; lane < count; ++lane) {
    for (std::size_t i = 0; i < 4; ++i) x[i][lane] = load32(blocks.data() + lane * sm4_block_size + 4 * i);
  }
  Wiped<Words> t;
  for (std::size_t round = 0; round < 32; ++round) {
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      t.value[lane] =
          x[(round + 1) % 4][lane] ^ x[(round + 2) % 4][lane] ^ x[(round + 3) % 4][lane] ^ round_keys[round];
    }
    t.value = substitute_words(t.value);
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      const std::uint32_t b = t.value[lane];
      x[round % 4][lane] ^= b ^ std::rotl(b, 2) ^ std::rotl(b, 10) ^ std::rotl(b, 18) ^ std::rotl(b, 24);
    }
  }
  for (std::size_t lane = 0; lane < count; ++lane) {
    for (std::size_t i = 0; i < 4; ++i)
      store32(blocks.data() + lane * sm4_block_size + 4 * i, x[3 - i][lane]);
  }
}

void encrypt(const Sm4RoundKeys& round_keys, MutableByteView blocks) {
  while (!blocks.empty()) {
    const std::size_t size = std::min(blocks.size(), lanes * sm4_block_size);
    encrypt_group(round_keys, blocks.first(size));
    blocks = blocks.subspan(size);
  }
}

}  // namespace

const Sm4Path sm4_bitsliced = {substitute, encrypt};

}  // namespace palmkey::core
