// SM3 of long messages with AVX-512. The rounds of a message follow one another, but the message words of its
// blocks do not: sixteen blocks' words are expanded side by side, one block a lane, while the rounds of the
// sixteen blocks before them run on the scalar units and would leave the vector units idle.
#include "core/sm3_compress.hpp"

#if defined(__x86_64__)

#include <utility>

#include "core/secret.hpp"
#include "core/x86_intrinsics.hpp"

#define PALMKEY_AVX512 [[gnu::target("avx512f,avx512vl,avx512bw,avx512dq,avx2,bmi,bmi2")]]

namespace palmkey::core {
namespace {

constexpr std::size_t lanes = sm3_avx512_blocks;

// W_j and W'_j of sixteen blocks, one block a lane. Not cleared when made, as that would cost more than it is
// worth, but when it ends.
struct Schedule {
  struct Row {
    std::array<std::uint32_t, lanes> w;
    std::array<std::uint32_t, lanes> x;
  };
  alignas(64) std::array<Row, 68> rows;

  Schedule() {}  // NOLINT(cppcoreguidelines-pro-type-member-init): see above
  ~Schedule() { wipe(rows.data(), sizeof(rows)); }
  Schedule(const Schedule&) = delete;
  Schedule& operator=(const Schedule&) = delete;
};

PALMKEY_AVX512 inline __m512i load(const std::array<std::uint32_t, lanes>& words) {
  return _mm512_load_si512(words.data());
}

PALMKEY_AVX512 inline void store(std::array<std::uint32_t, lanes>& words, __m512i value) {
  _mm512_store_si512(words.data(), value);
}

PALMKEY_AVX512 inline __m512i xor3(__m512i a, __m512i b, __m512i c) {
  return _mm512_ternarylogic_epi32(a, b, c, 0x96);
}

// W_(4 part) to W_(4 part + 3) of the sixteen blocks, and W' as far as it is known.
PALMKEY_AVX512 void load_words(Schedule& schedule, const std::uint8_t* blocks, std::size_t part) {
  const __m512i big_endian = _mm512_broadcast_i32x4(_mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203));
  // Row i gets the four words of the blocks i, i + 4, i + 8 and i + 12 ...
  __m512i rows[4];
  for (std::size_t i = 0; i < 4; ++i) {
    const std::uint8_t* from = blocks + sm3_block_size * i + 16 * part;
    const auto quarter = [&](std::size_t k) {
      return _mm_loadu_si128(reinterpret_cast<const __m128i*>(from + 4 * sm3_block_size * k));
    };
    __m512i row = _mm512_castsi128_si512(quarter(0));
    row = _mm512_inserti32x4(row, quarter(1), 1);
    row = _mm512_inserti32x4(row, quarter(2), 2);
    row = _mm512_inserti32x4(row, quarter(3), 3);
    rows[i] = _mm512_shuffle_epi8(row, big_endian);
  }
  // ... and each quarter of the four rows is transposed.
  const __m512i low01 = _mm512_unpacklo_epi32(rows[0], rows[1]);
  const __m512i low23 = _mm512_unpacklo_epi32(rows[2], rows[3]);
  const __m512i high01 = _mm512_unpackhi_epi32(rows[0], rows[1]);
  const __m512i high23 = _mm512_unpackhi_epi32(rows[2], rows[3]);
  const __m512i words[4] = {_mm512_unpacklo_epi64(low01, low23), _mm512_unpackhi_epi64(low01, low23),
                            _mm512_unpacklo_epi64(high01, high23), _mm512_unpackhi_epi64(high01, high23)};
  for (std::size_t i = 0; i < 4; ++i) {
    Schedule::Row* row = &schedule.rows[4 * part + i];
    store(row->w, words[i]);
    if (part > 0) store(row[-4].x, _mm512_xor_si512(words[i], load(row[-4].w)));
  }
}

// W_j, 16 <= j < 68, and W'_(j-4) (GB/T 32905, 5.3.2).
PALMKEY_AVX512 inline void expand_word(Schedule& schedule, std::size_t j) {
  Schedule::Row* row = &schedule.rows[j];
  __m512i w = xor3(load(row[-16].w), load(row[-9].w), _mm512_rol_epi32(load(row[-3].w), 15));
  w = xor3(w, _mm512_rol_epi32(w, 15), _mm512_rol_epi32(w, 23));
  w = xor3(w, _mm512_rol_epi32(load(row[-13].w), 7), load(row[-6].w));
  store(row->w, w);
  store(row[-4].x, _mm512_xor_si512(w, load(row[-4].w)));
}

// The work of filling a schedule, in steps of about the same length.
constexpr std::size_t steps = 4 + 52;

PALMKEY_AVX512 inline void fill(Schedule& schedule, const std::uint8_t* blocks, std::size_t step) {
  if (step < 4) {
    load_words(schedule, blocks, step);
  } else if (step < steps) {
    expand_word(schedule, step + 12);
  }
}

// The same value, computed here and now: the compiler must neither regroup nor merge what is written so as to
// be ready early.
inline std::uint32_t grouped(std::uint32_t value) {
  asm("" : "+r"(value));
  return value;
}

// The eight words, and what the next round needs of two of them in a form that is ready sooner: E is u ^ v, A
// <<< 12 is a12, and a12t has the round constant added.
struct Working {
  Sm3State s;
  std::uint32_t u, v, a12, a12t;
};

constexpr std::size_t row_words = sizeof(Schedule::Row) / sizeof(std::uint32_t);

// Round J of 5.3.3 on the words of one lane, with the words of the state renamed from round to round. The
// longest chain leads from one E to the next: with E's last exclusive-or drawn into GG, which is linear in E,
// it is six operations long instead of seven.
template <int J>
PALMKEY_AVX512 [[gnu::always_inline]] inline void round(Working& k, const std::uint32_t* words) {
  constexpr auto name = [](int i) { return static_cast<std::size_t>((i + 4 * 64 - J) % 4); };
  const std::uint32_t a = k.s[name(0)];
  std::uint32_t& b = k.s[name(1)];
  const std::uint32_t c = k.s[name(2)];
  std::uint32_t& d = k.s[name(3)];
  const std::uint32_t e = k.s[4 + name(0)];
  std::uint32_t& f = k.s[4 + name(1)];
  const std::uint32_t g = k.s[4 + name(2)];
  std::uint32_t& h = k.s[4 + name(3)];

  const std::uint32_t sum = e + k.a12t;
  const std::uint32_t hw = h + words[J * row_words];
  const std::uint32_t fg = f ^ g;
  const std::uint32_t gg = J < 16 ? k.u ^ grouped(k.v ^ fg) : (k.u & fg) ^ grouped(g ^ (k.v & fg));
  const std::uint32_t gghw = grouped(gg + hw);
  const std::uint32_t ss1 = std::rotl(sum, 7);
  const std::uint32_t tt2 = gghw + ss1;
  // The majority is a & (b ^ c) or b & c, never both, so that a sum may take the second part earlier.
  const std::uint32_t dx = grouped(d + words[J * row_words + lanes]);
  const std::uint32_t early = J < 16 ? dx : grouped(dx + (b & c));
  const std::uint32_t ffdx = grouped(early + (J < 16 ? a ^ (b ^ c) : a & (b ^ c)));
  k.v = std::rotl(tt2, 17);
  k.u = grouped(tt2 ^ std::rotl(tt2, 9));
  const std::uint32_t tt1 = ffdx + (ss1 ^ k.a12);
  h = k.u ^ k.v;
  d = tt1;
  k.a12 = std::rotl(tt1, 12);
  k.a12t = grouped(k.a12 + sm3_round_constant(J + 1));
  b = std::rotl(b, 9);
  f = std::rotl(f, 19);
}

template <int First, int... J>
PALMKEY_AVX512 [[gnu::always_inline]] inline void rounds(Working& working, const std::uint32_t* words,
                                                         std::integer_sequence<int, J...>) {
  (round<First + J>(working, words), ...);
}

// The rounds of the sixteen blocks of `now`, and between them the filling of `next` with the blocks at
// `ahead`, if there are any.
PALMKEY_AVX512 void compress_group(Sm3State& state, const Schedule& now, Schedule& next,
                                   const std::uint8_t* ahead) {
  using Sixteen = std::make_integer_sequence<int, 16>;
  for (std::size_t block = 0; block < lanes; ++block) {
    const std::uint32_t* words = now.rows[0].w.data() + block;
    const std::uint32_t a12 = std::rotl(state[0], 12);
    Working working{state, state[4], 0, a12, a12 + sm3_round_constant(0)};
    if (ahead != nullptr) fill(next, ahead, 4 * block);
    rounds<0>(working, words, Sixteen());
    if (ahead != nullptr) fill(next, ahead, 4 * block + 1);
    rounds<16>(working, words, Sixteen());
    if (ahead != nullptr) fill(next, ahead, 4 * block + 2);
    rounds<32>(working, words, Sixteen());
    if (ahead != nullptr) fill(next, ahead, 4 * block + 3);
    rounds<48>(working, words, Sixteen());
    for (std::size_t i = 0; i < 8; ++i) state[i] ^= working.s[i];
  }
}

}  // namespace

PALMKEY_AVX512 void sm3_compress_avx512(Sm3State& state, ByteView blocks) {
  constexpr std::size_t group = lanes * sm3_block_size;
  std::array<Schedule, 2> schedules;
  Schedule* now = &schedules[0];
  Schedule* next = &schedules[1];
  for (std::size_t step = 0; step < steps; ++step) fill(*now, blocks.data(), step);
  for (std::size_t at = group; at <= blocks.size(); at += group) {
    compress_group(state, *now, *next, at < blocks.size() ? blocks.data() + at : nullptr);
    std::swap(now, next);
  }
}

}  // namespace palmkey::core

#endif
