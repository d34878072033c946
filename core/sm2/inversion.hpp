// 1/x modulo an odd number of 256 bits, in constant time: Bernstein, Yang, "Fast constant-time gcd
// computation and modular inversion" (TCHES 2019, eprint 2019/266), with division steps that begin at delta =
// 1/2, of which 590 suffice for 256 bits (Wuille, "Bounds on divsteps iterations in safegcd",
// github.com/sipa/safegcd-bounds).
#pragma once

#include "core/sm2/limbs.hpp"

namespace palmkey::core::sm2 {

namespace division_steps {

__extension__ typedef __int128 SignedWide;

inline constexpr int limb_bits = 62;  // and so many steps are taken at once, on the lowest limbs alone
inline constexpr int batches = 10;    // 620 steps
inline constexpr std::int64_t limb_mask = (std::int64_t{1} << limb_bits) - 1;

// A signed number: five limbs of 62 bits, of which the highest has the sign.
using Number = std::array<std::int64_t, 5>;

// What a batch of steps does to a pair of numbers, times 2^62.
struct Transition {
  std::int64_t u, v, q, r;
};

constexpr Number number_of(const Limbs& x) {
  const auto limb = [](std::uint64_t bits) { return static_cast<std::int64_t>(bits) & limb_mask; };
  return {limb(x[0]), limb(x[0] >> 62 | x[1] << 2), limb(x[1] >> 60 | x[2] << 4),
          limb(x[2] >> 58 | x[3] << 6), static_cast<std::int64_t>(x[3] >> 56)};
}

// Of a number that is not negative and below 2^256, its limbs below 2^62.
constexpr Limbs limbs_of(const Number& x) {
  const auto limb = [&](std::size_t i) { return static_cast<std::uint64_t>(x[i]); };
  return {limb(0) | limb(1) << 62, limb(1) >> 2 | limb(2) << 60, limb(2) >> 4 | limb(3) << 58,
          limb(3) >> 6 | limb(4) << 56};
}

// 62 steps from the lowest bits of f and g, f odd. `zeta` is -(delta + 1/2). In a step with g odd and delta >
// 0, f and g change places: (f, g) becomes (g, (g - f)/2), otherwise g becomes (g + f)/2 or g/2.
constexpr Transition steps(std::int64_t& zeta, std::uint64_t f, std::uint64_t g) {
  std::uint64_t u = 1, v = 0, q = 0, r = 1;
  for (int i = 0; i < limb_bits; ++i) {
    const std::uint64_t odd = mask_of_bit(g & 1);
    const std::uint64_t negate = mask_of_bit(static_cast<std::uint64_t>(zeta) >> 63);
    g += ((f ^ negate) - negate) & odd;
    q += ((u ^ negate) - negate) & odd;
    r += ((v ^ negate) - negate) & odd;
    const std::uint64_t exchange = negate & odd;
    zeta = static_cast<std::int64_t>((static_cast<std::uint64_t>(zeta) ^ exchange) - 1);
    f += g & exchange;
    u += q & exchange;
    v += r & exchange;
    g >>= 1;
    u <<= 1;
    v <<= 1;
  }
  return {static_cast<std::int64_t>(u), static_cast<std::int64_t>(v), static_cast<std::int64_t>(q),
          static_cast<std::int64_t>(r)};
}

constexpr SignedWide times(std::int64_t a, std::int64_t b) {
  return static_cast<SignedWide>(a) * b;
}

// (a·x + b·y)/2^62, which is an integer.
constexpr Number combine(std::int64_t a, const Number& x, std::int64_t b, const Number& y) {
  Number result{};
  SignedWide sum = times(a, x[0]) + times(b, y[0]);
  for (std::size_t i = 1; i < 5; ++i) {
    sum = (sum >> limb_bits) + times(a, x[i]) + times(b, y[i]);
    result[i - 1] = static_cast<std::int64_t>(sum) & limb_mask;
  }
  result[4] = static_cast<std::int64_t>(sum >> limb_bits);
  return result;
}

// (a·x + b·y)/2^62 modulo m, for x, y and the result above -2m and below m. `inverse` is 1/m mod 2^62.
constexpr Number combine_modulo(std::int64_t a, const Number& x, std::int64_t b, const Number& y,
                                const Number& m, std::int64_t inverse) {
  // Multiples of m: one for each negative number, and what makes the lowest limb vanish.
  const std::int64_t lift = (a & (x[4] >> 63)) + (b & (y[4] >> 63));
  SignedWide sum = times(a, x[0]) + times(b, y[0]);
  const auto low = static_cast<std::uint64_t>(sum);
  const std::int64_t factor = lift - (static_cast<std::int64_t>(static_cast<std::uint64_t>(inverse) * low +
                                                                static_cast<std::uint64_t>(lift)) &
                                      limb_mask);
  sum += times(m[0], factor);
  Number result{};
  for (std::size_t i = 1; i < 5; ++i) {
    sum = (sum >> limb_bits) + times(a, x[i]) + times(b, y[i]) + times(m[i], factor);
    result[i - 1] = static_cast<std::int64_t>(sum) & limb_mask;
  }
  result[4] = static_cast<std::int64_t>(sum >> limb_bits);
  return result;
}

// x, negated where `negate` has ones, and with m added where `add` has ones.
constexpr Number adjust(const Number& x, std::int64_t negate, const Number& m, std::int64_t add) {
  Number result{};
  std::int64_t carry = 0;
  for (std::size_t i = 0; i < 5; ++i) {
    const std::int64_t sum = ((x[i] ^ negate) - negate) + (m[i] & add) + carry;
    carry = sum >> limb_bits;
    result[i] = i < 4 ? sum & limb_mask : sum;
  }
  return result;
}

}  // namespace division_steps

// 1/x mod m, for x < m prime to m; 0 for 0.
[[gnu::noinline]] constexpr Limbs invert_modulo(const Limbs& x, const Limbs& modulus) {
  using namespace division_steps;
  const Number m = number_of(modulus);
  std::uint64_t inverse = modulus[0];  // each of Newton's steps doubles the number of right bits
  for (int i = 0; i < 5; ++i) inverse *= 2 - modulus[0] * inverse;

  Number f = m;
  Number g = number_of(x);
  Number d{};  // f = d·x and g = e·x, modulo m
  Number e = {1};
  std::int64_t zeta = -1;
  for (int batch = 0; batch < batches; ++batch) {
    const Transition t = steps(zeta, static_cast<std::uint64_t>(f[0]), static_cast<std::uint64_t>(g[0]));
    const Number next_f = combine(t.u, f, t.v, g);
    g = combine(t.q, f, t.r, g);
    f = next_f;
    const auto m_inverse = static_cast<std::int64_t>(inverse);
    const Number next_d = combine_modulo(t.u, d, t.v, e, m, m_inverse);
    e = combine_modulo(t.q, d, t.r, e, m, m_inverse);
    d = next_d;
  }
  // Now g is 0 and f is 1 or -1 (or m, for x = 0).
  const auto sign = [](const Number& number) {
    return static_cast<std::int64_t>(value_barrier(static_cast<std::uint64_t>(number[4] >> 63)));
  };
  d = adjust(d, 0, m, sign(d));
  d = adjust(d, sign(f), m, 0);
  d = adjust(d, 0, m, sign(d));
  return limbs_of(d);
}

}  // namespace palmkey::core::sm2
