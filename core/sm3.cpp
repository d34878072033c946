#include "core/sm3.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "core/constant_time.hpp"

namespace palmkey::core {
namespace {

using State = std::array<std::uint32_t, 8>;

// GB/T 32905, 4.1.
constexpr State initial_state = {0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600,
                                 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e};

// T_j <<< j for each round (GB/T 32905, 4.2 and 5.3.3).
constexpr std::array<std::uint32_t, 64> round_constants = [] {
  std::array<std::uint32_t, 64> constants{};
  for (int j = 0; j < 64; ++j) {
    constants[static_cast<std::size_t>(j)] = std::rotl(j < 16 ? 0x79cc4519u : 0x7a879d8au, j % 32);
  }
  return constants;
}();

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

// The permutations of 4.4.
std::uint32_t p0(std::uint32_t x) {
  return x ^ std::rotl(x, 9) ^ std::rotl(x, 17);
}
std::uint32_t p1(std::uint32_t x) {
  return x ^ std::rotl(x, 15) ^ std::rotl(x, 23);
}

// One round of 5.3.3. Instead of moving all eight words, it writes the two new ones in place of the two that
// drop out, and its caller renames the words from round to round; after four rounds the names are back.
template <bool First16>
inline void round(std::uint32_t a, std::uint32_t& b, std::uint32_t c, std::uint32_t& d, std::uint32_t e,
                  std::uint32_t& f, std::uint32_t g, std::uint32_t& h, std::uint32_t constant,
                  std::uint32_t w, std::uint32_t w4) {
  const std::uint32_t a12 = std::rotl(a, 12);
  const std::uint32_t ss1 = std::rotl(a12 + e + constant, 7);
  const std::uint32_t ff = First16 ? a ^ b ^ c : (a & b) | ((a | b) & c);
  const std::uint32_t gg = First16 ? e ^ f ^ g : g ^ (e & (f ^ g));
  const std::uint32_t tt1 = ff + d + (ss1 ^ a12) + (w ^ w4);
  const std::uint32_t tt2 = gg + h + ss1 + w;
  b = std::rotl(b, 9);
  d = tt1;
  f = std::rotl(f, 19);
  h = p0(tt2);
}

template <bool First16>
inline void four_rounds(State& s, const std::uint32_t* constant, const std::uint32_t* w) {
  round<First16>(s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], constant[0], w[0], w[4]);
  round<First16>(s[3], s[0], s[1], s[2], s[7], s[4], s[5], s[6], constant[1], w[1], w[5]);
  round<First16>(s[2], s[3], s[0], s[1], s[6], s[7], s[4], s[5], constant[2], w[2], w[6]);
  round<First16>(s[1], s[2], s[3], s[0], s[5], s[6], s[7], s[4], constant[3], w[3], w[7]);
}

void compress(State& state, const std::uint8_t* block) {
  Wiped<std::array<std::uint32_t, 68>> schedule;
  auto& w = schedule.value;
  for (std::size_t j = 0; j < 16; ++j) w[j] = load32(block + 4 * j);
  for (std::size_t j = 16; j < 68; ++j) {
    w[j] = p1(w[j - 16] ^ w[j - 9] ^ std::rotl(w[j - 3], 15)) ^ std::rotl(w[j - 13], 7) ^ w[j - 6];
  }
  State s = state;
  for (std::size_t j = 0; j < 16; j += 4) four_rounds<true>(s, &round_constants[j], &w[j]);
  for (std::size_t j = 16; j < 64; j += 4) four_rounds<false>(s, &round_constants[j], &w[j]);
  for (std::size_t i = 0; i < 8; ++i) state[i] ^= s[i];
}

}  // namespace

Sm3::Sm3() : state_(initial_state) {}

Sm3::~Sm3() {
  wipe(block_.data(), block_.size());
  wipe(state_.data(), sizeof(state_));
}

void Sm3::reset() {
  wipe(block_.data(), block_.size());
  state_ = initial_state;
  length_ = 0;
}

void Sm3::update(ByteView data) {
  const std::size_t filled = length_ % block_.size();
  length_ += data.size();
  if (filled > 0) {
    const std::size_t taken = std::min(block_.size() - filled, data.size());
    std::copy_n(data.begin(), taken, block_.begin() + static_cast<std::ptrdiff_t>(filled));
    data = data.subspan(taken);
    if (filled + taken < block_.size()) return;
    compress(state_, block_.data());
  }
  for (; data.size() >= block_.size(); data = data.subspan(block_.size())) compress(state_, data.data());
  std::copy(data.begin(), data.end(), block_.begin());
}

Digest Sm3::finish() {
  std::size_t filled = length_ % block_.size();
  block_[filled++] = 0x80;
  if (filled > block_.size() - 8) {
    std::memset(block_.data() + filled, 0, block_.size() - filled);
    compress(state_, block_.data());
    filled = 0;
  }
  std::memset(block_.data() + filled, 0, block_.size() - 8 - filled);
  const std::uint64_t bits = length_ * 8;
  store32(block_.data() + 56, static_cast<std::uint32_t>(bits >> 32));
  store32(block_.data() + 60, static_cast<std::uint32_t>(bits));
  compress(state_, block_.data());
  Digest digest;
  for (std::size_t i = 0; i < 8; ++i) store32(digest.data() + 4 * i, state_[i]);
  return digest;
}

Digest sm3(ByteView data) {
  Sm3 hash;
  hash.update(data);
  return hash.finish();
}

}  // namespace palmkey::core
