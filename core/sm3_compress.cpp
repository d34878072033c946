#include "core/sm3_compress.hpp"

#include <utility>

#include "core/byte_order.hpp"
#include "core/processor.hpp"
#include "core/secret.hpp"

namespace palmkey::core {
namespace {

constexpr std::array<std::uint32_t, 64> round_constants = [] {
  std::array<std::uint32_t, 64> constants{};
  for (int j = 0; j < 64; ++j) constants[static_cast<std::size_t>(j)] = sm3_round_constant(j);
  return constants;
}();

// The same value, computed here and now: without it the compiler regroups sums so that they wait for the
// operand that comes last.
inline std::uint32_t grouped(std::uint32_t value) {
  asm("" : "+r"(value));
  return value;
}

// The permutations of 4.4.
inline std::uint32_t p0(std::uint32_t x) {
  return x ^ std::rotl(x, 9) ^ std::rotl(x, 17);
}
inline std::uint32_t p1(std::uint32_t x) {
  return x ^ std::rotl(x, 15) ^ std::rotl(x, 23);
}

// One round of 5.3.3 with w = W_j and x = W'_j. Instead of moving all eight words, it writes the two new ones
// in place of the two that drop out, and its caller renames the words from round to round; after four rounds
// the names are back.
template <bool First16>
[[gnu::always_inline]] inline void round(std::uint32_t a, std::uint32_t& b, std::uint32_t c, std::uint32_t& d,
                                         std::uint32_t e, std::uint32_t& f, std::uint32_t g, std::uint32_t& h,
                                         std::uint32_t constant, std::uint32_t w, std::uint32_t x) {
  const std::uint32_t a12 = std::rotl(a, 12);
  const std::uint32_t ss1 = std::rotl(e + grouped(a12 + constant), 7);
  const std::uint32_t ff = First16 ? a ^ b ^ c : (a & (b | c)) | (b & c);
  const std::uint32_t gg = First16 ? e ^ f ^ g : g ^ (e & (f ^ g));
  const std::uint32_t tt1 = grouped(grouped(d + x) + ff) + (ss1 ^ a12);
  const std::uint32_t tt2 = grouped(gg + (h + w)) + ss1;
  b = std::rotl(b, 9);
  d = tt1;
  f = std::rotl(f, 19);
  h = p0(tt2);
}

// W_j of 5.3.2 for the J-th word of the sixteen that are kept, in place of W_(j-16).
template <std::size_t J>
[[gnu::always_inline]] inline void expand(Sm3Words& w) {
  w[J] = p1(grouped(w[J] ^ w[(J + 7) % 16]) ^ std::rotl(w[(J + 13) % 16], 15)) ^
         grouped(std::rotl(w[(J + 3) % 16], 7) ^ w[(J + 10) % 16]);
}

// Round J of sixteen. W_(j+4), which it needs, is made just before: four at a time would tempt the compiler
// to use vectors, and their words would be read again before they are written.
template <bool First16, std::size_t J>
[[gnu::always_inline]] inline void one_round(Sm3State& s, Sm3Words& w, const std::uint32_t* constant) {
  constexpr std::size_t ahead = (J + 4) % 16;
  constexpr auto name = [](std::size_t i) { return (i + 64 - J) % 4; };
  const std::uint32_t now = w[J];
  if constexpr (!First16 || ahead < 4) expand<ahead>(w);
  round<First16>(s[name(0)], s[name(1)], s[name(2)], s[name(3)], s[4 + name(0)], s[4 + name(1)],
                 s[4 + name(2)], s[4 + name(3)], constant[J], now, now ^ w[ahead]);
}

template <bool First16, std::size_t... J>
[[gnu::always_inline]] inline void sixteen_rounds(Sm3State& s, Sm3Words& w, const std::uint32_t* constant,
                                                  std::index_sequence<J...>) {
  (one_round<First16, J>(s, w, constant), ...);
}

}  // namespace

void sm3_compress(Sm3State& state, const Sm3Words& words) {
  constexpr std::make_index_sequence<16> all;
  Sm3State s = state;
  Sm3Words w = words;
  sixteen_rounds<true>(s, w, &round_constants[0], all);
  for (std::size_t j = 16; j < 64; j += 16) sixteen_rounds<false>(s, w, &round_constants[j], all);
  for (std::size_t i = 0; i < 8; ++i) state[i] ^= s[i];
}

void sm3_compress_blocks(Sm3State& state, ByteView blocks) {
#if defined(__x86_64__)
  constexpr std::size_t group = sm3_avx512_blocks * sm3_block_size;
  if (blocks.size() >= group && processor_has(processor::avx512 | processor::bmi2)) {
    const std::size_t whole = blocks.size() / group * group;
    sm3_compress_avx512(state, blocks.first(whole));
    blocks = blocks.subspan(whole);
  }
#endif
  if (blocks.empty()) return;
  Sm3Words words;
  for (; !blocks.empty(); blocks = blocks.subspan(sm3_block_size)) {
    for (std::size_t j = 0; j < words.size(); ++j) words[j] = load32(blocks.data() + 4 * j);
    sm3_compress(state, words);
  }
  wipe(words.data(), sizeof(words));
  wipe_dead_stack();
}

}  // namespace palmkey::core
