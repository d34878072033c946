#include "core/ghash.hpp"

#include <algorithm>

#include "core/byte_order.hpp"
#include "core/processor.hpp"

namespace palmkey::core {
namespace {

GhashElement element_of(const std::uint8_t* block16) {
  return {load64(block16 + 8), load64(block16)};
}

// x·a
GhashElement times_x(const GhashElement& a) {
  const std::uint64_t carry = mask_of_bit(a.high >> 63);
  // x^128 = x^127 + x^126 + x^121 + 1
  return {a.low << 1 ^ (carry & 1), (a.high << 1 | a.low >> 63) ^ (carry & 0xc200000000000000)};
}

// The lower half of a product of polynomials over GF(2), by multiplication of numbers: with only every fourth
// bit set, up to fifteen carries fall into the gaps and are masked away. Thomas Pornin, "Constant-time
// crypto", bearssl.org/constanttime.html, GHASH.
std::uint64_t multiply_low(std::uint64_t a, std::uint64_t b) {
  constexpr std::uint64_t every_fourth = 0x1111111111111111;
  std::array<std::uint64_t, 4> x{};
  std::array<std::uint64_t, 4> y{};
  for (unsigned i = 0; i < 4; ++i) {
    x[i] = a & every_fourth << i;
    y[i] = b & every_fourth << i;
  }
  std::uint64_t product = 0;
  for (unsigned i = 0; i < 4; ++i) {
    const std::uint64_t sum =
        x[0] * y[i] ^ x[1] * y[(i + 3) % 4] ^ x[2] * y[(i + 2) % 4] ^ x[3] * y[(i + 1) % 4];
    product |= sum & every_fourth << i;
  }
  return product;
}

std::uint64_t reverse_bits(std::uint64_t x) {
  constexpr std::array<std::uint64_t, 6> masks = {0x5555555555555555, 0x3333333333333333, 0x0f0f0f0f0f0f0f0f,
                                                  0x00ff00ff00ff00ff, 0x0000ffff0000ffff, 0x00000000ffffffff};
  for (unsigned step = 0; step < masks.size(); ++step) {
    const unsigned distance = 1u << step;
    x = (x & masks[step]) << distance | (x >> distance & masks[step]);
  }
  return x;
}

// A number and what it is from behind: the upper half of a product is the lower half of the reversed product,
// reversed.
struct Factor {
  explicit Factor(std::uint64_t value) : forward(value), backward(reverse_bits(value)) {}
  std::uint64_t forward;
  std::uint64_t backward;
};

struct Product {
  std::uint64_t low;
  std::uint64_t high;
};

Product multiply(const Factor& a, const Factor& b) {
  return {multiply_low(a.forward, b.forward), reverse_bits(multiply_low(a.backward, b.backward)) >> 1};
}

// a·b·x^-128
GhashElement multiply(const GhashElement& a, const GhashElement& b) {
  const Product low = multiply(Factor(a.low), Factor(b.low));
  const Product high = multiply(Factor(a.high), Factor(b.high));
  const Product sum = multiply(Factor(a.low ^ a.high), Factor(b.low ^ b.high));
  const std::uint64_t v0 = low.low;
  std::uint64_t v1 = low.high ^ sum.low ^ low.low ^ high.low;
  std::uint64_t v2 = high.low ^ sum.high ^ low.high ^ high.high;
  std::uint64_t v3 = high.high;
  // Multiples of x^128 + x^127 + x^126 + x^121 + 1 that make the two lower words zero.
  v1 ^= v0 << 63 ^ v0 << 62 ^ v0 << 57;
  v2 ^= v0 ^ v0 >> 1 ^ v0 >> 2 ^ v0 >> 7;
  v2 ^= v1 << 63 ^ v1 << 62 ^ v1 << 57;
  v3 ^= v1 ^ v1 >> 1 ^ v1 >> 2 ^ v1 >> 7;
  return {v2, v3};
}

}  // namespace

Ghash::Ghash(const ByteArray<ghash_block_size>& key) {
  auto& powers = key_.value;
  powers[0] = times_x(element_of(key.data()));
  // The portable path needs no more than the first.
  if (!processor_has(processor::pclmul)) return;
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = multiply(powers[i - 1], powers[0]);
}

void Ghash::update(ByteView data) {
  const std::size_t whole = data.size() / ghash_block_size * ghash_block_size;
  update_blocks(data.first(whole));
  const ByteView rest = data.subspan(whole);
  if (rest.empty()) return;
  ByteArray<ghash_block_size> last{};
  std::copy(rest.begin(), rest.end(), last.begin());
  update_blocks(last);
}

void Ghash::update_lengths(std::uint64_t associated, std::uint64_t encrypted) {
  ByteArray<ghash_block_size> lengths;
  store64(lengths.data(), associated * 8);
  store64(lengths.data() + 8, encrypted * 8);
  update_blocks(lengths);
}

void Ghash::update_blocks(ByteView blocks) {
#if defined(__x86_64__)
  if (processor_has(processor::pclmul)) return ghash_update_pclmul(sum_.value, key_.value, blocks);
#endif
  for (; !blocks.empty(); blocks = blocks.subspan(ghash_block_size)) {
    const GhashElement block = element_of(blocks.data());
    sum_.value = multiply({sum_.value.low ^ block.low, sum_.value.high ^ block.high}, key_.value[0]);
  }
}

ByteArray<ghash_block_size> Ghash::value() const {
  ByteArray<ghash_block_size> block;
  store64(block.data(), sum_.value.high);
  store64(block.data() + 8, sum_.value.low);
  return block;
}

}  // namespace palmkey::core
