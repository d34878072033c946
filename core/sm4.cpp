// SM4, bit-sliced: sixteen blocks go through the cipher side by side, and the S-box is computed from its
// algebraic definition with logical operations on 64 bytes at once, so no table is looked up.
#include "core/sm4.hpp"

#include <algorithm>
#include <bit>

#include "core/constant_time.hpp"

namespace palmkey::core {
namespace {

constexpr std::size_t block_size = 16;
constexpr std::size_t lanes = 16;

using RoundKeys = std::array<std::uint32_t, 32>;
// One 32-bit word of each of the sixteen blocks.
using Words = std::array<std::uint32_t, lanes>;
// Sixty-four bytes, sliced: planes[i] holds bit i of each of them.
using Planes = std::array<std::uint64_t, 8>;

// Turns bytes into planes and back again: transposes an 8 by 8 matrix of bits in each byte column.
void transpose(Planes& w) {
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

// Reduces a polynomial of degree 14 modulo x^8 + x^7 + x^6 + x^5 + x^4 + x^2 + 1.
Planes reduce(std::array<std::uint64_t, 15>& c) {
  for (std::size_t k = 14; k >= 8; --k) {
    for (const std::size_t power : {7, 6, 5, 4, 2, 0}) c[k - 8 + power] ^= c[k];
  }
  Planes result;
  std::copy_n(c.begin(), 8, result.begin());
  return result;
}

Planes multiply(const Planes& a, const Planes& b) {
  std::array<std::uint64_t, 15> c{};
  for (std::size_t i = 0; i < 8; ++i) {
    for (std::size_t j = 0; j < 8; ++j) c[i + j] ^= a[i] & b[j];
  }
  return reduce(c);
}

Planes square(const Planes& a) {
  std::array<std::uint64_t, 15> c{};
  for (std::size_t i = 0; i < 8; ++i) c[2 * i] = a[i];
  return reduce(c);
}

// 1/x = x^254, and 0 for 0.
Planes invert(const Planes& x) {
  const Planes x2 = square(x);
  const Planes x3 = multiply(x2, x);
  const Planes x12 = square(square(x3));
  const Planes x15 = multiply(x12, x3);
  const Planes x240 = square(square(square(square(x15))));
  return multiply(multiply(x240, x12), x2);
}

// A·x + 0xD3 with the circulant matrix A.
Planes affine(const Planes& x) {
  Planes y;
  for (std::size_t i = 0; i < 8; ++i) {
    y[i] = x[i] ^ x[(i + 1) % 8] ^ x[(i + 2) % 8] ^ x[(i + 5) % 8] ^ x[(i + 7) % 8];
    if ((0xd3 >> i & 1) != 0) y[i] = ~y[i];
  }
  return y;
}

// S(x) = A·(A·x + c)^-1 + c: Liu, Ji, Hu, Ding, Lv, Pyshkin, Weinmann, "Analysis of the SMS4 block cipher",
// ACISP 2007. It equals the table of GB/T 32907, 6.2.
Words substitute(const Words& words) {
  auto planes = std::bit_cast<Planes>(words);
  transpose(planes);
  planes = affine(invert(affine(planes)));
  transpose(planes);
  return std::bit_cast<Words>(planes);
}

std::uint32_t load32(const std::uint8_t* bytes) {
  return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 |
         bytes[3];
}

void store32(std::uint8_t* bytes, std::uint32_t value) {
  bytes[0] = static_cast<std::uint8_t>(value >> 24);
  bytes[1] = static_cast<std::uint8_t>(value >> 16);
  bytes[2] = static_cast<std::uint8_t>(value >> 8);
  bytes[3] = static_cast<std::uint8_t>(value);
}

// GB/T 32907, 7.3. CK byte j of word i is 7 (4 i + j) mod 256.
RoundKeys expand_key(ByteView key16) {
  constexpr std::array<std::uint32_t, 4> fk = {0xa3b1bac6, 0x56aa3350, 0x677d9197, 0xb27022dc};
  RoundKeys round_keys;
  Wiped<std::array<std::uint32_t, 4>> state;
  auto& k = state.value;
  for (std::size_t i = 0; i < 4; ++i) k[i] = load32(key16.data() + 4 * i) ^ fk[i];
  for (std::uint32_t i = 0; i < 32; ++i) {
    std::uint32_t ck = 0;
    for (std::uint32_t j = 0; j < 4; ++j) ck = ck << 8 | (7 * (4 * i + j) & 0xff);
    Wiped<Words> input;
    input.value[0] = k[(i + 1) % 4] ^ k[(i + 2) % 4] ^ k[(i + 3) % 4] ^ ck;
    const std::uint32_t b = substitute(input.value)[0];
    k[i % 4] ^= b ^ std::rotl(b, 13) ^ std::rotl(b, 23);
    round_keys[i] = k[i % 4];
  }
  return round_keys;
}

// GB/T 32907, 7.1, for up to sixteen blocks; the round keys in the order of their use.
template <class Iterator>
void crypt_lanes(Iterator round_key, MutableByteView blocks) {
  const std::size_t count = blocks.size() / block_size;
  Wiped<std::array<Words, 4>> state;
  auto& x = state.value;
  for (std::size_t lane = 0; lane < count; ++lane) {
    for (std::size_t i = 0; i < 4; ++i) x[i][lane] = load32(blocks.data() + lane * block_size + 4 * i);
  }
  Wiped<Words> t;
  for (std::size_t round = 0; round < 32; ++round, ++round_key) {
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      t.value[lane] =
          x[(round + 1) % 4][lane] ^ x[(round + 2) % 4][lane] ^ x[(round + 3) % 4][lane] ^ *round_key;
    }
    t.value = substitute(t.value);
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      const std::uint32_t b = t.value[lane];
      x[round % 4][lane] ^= b ^ std::rotl(b, 2) ^ std::rotl(b, 10) ^ std::rotl(b, 18) ^ std::rotl(b, 24);
    }
  }
  for (std::size_t lane = 0; lane < count; ++lane) {
    for (std::size_t i = 0; i < 4; ++i) store32(blocks.data() + lane * block_size + 4 * i, x[3 - i][lane]);
  }
}

ByteArray<16> array_of(ByteView block16) {
  ByteArray<16> block;
  std::copy_n(block16.begin(), block.size(), block.begin());
  return block;
}

}  // namespace

Sm4::Sm4(ByteView key16) : round_keys_(expand_key(key16)) {}

Sm4::~Sm4() {
  wipe(round_keys_.data(), sizeof(round_keys_));
}

ByteArray<16> Sm4::encrypt_block(ByteView block16) const {
  ByteArray<16> block = array_of(block16);
  crypt_lanes(round_keys_.begin(), block);
  return block;
}

ByteArray<16> Sm4::decrypt_block(ByteView block16) const {
  ByteArray<16> block = array_of(block16);
  crypt_lanes(round_keys_.rbegin(), block);
  return block;
}

void Sm4::encrypt_blocks(MutableByteView blocks) const {
  while (!blocks.empty()) {
    const std::size_t size = std::min(blocks.size(), lanes * block_size);
    crypt_lanes(round_keys_.begin(), blocks.first(size));
    blocks = blocks.subspan(size);
  }
}

}  // namespace palmkey::core
