// Constant-time arithmetic modulo a 256-bit number, on four 64-bit limbs, the least significant first.
#pragma once

#include <array>
#include <cstdint>

#include "core/bytes.hpp"
#include "core/constant_time.hpp"
#include "core/sm2/multiply_wasm.hpp"

namespace palmkey::core::sm2 {

using Limbs = std::array<std::uint64_t, 4>;
#ifdef __wasm__
inline constexpr bool is_wasm = true;
#else
inline constexpr bool is_wasm = false;
#endif
__extension__ typedef unsigned __int128 Wide;

// a + b + carry; the carry out replaces the carry in.
constexpr std::uint64_t add_with_carry(std::uint64_t a, std::uint64_t b, std::uint64_t& carry) {
  const Wide sum = static_cast<Wide>(a) + b + carry;
  carry = static_cast<std::uint64_t>(sum >> 64);
  return static_cast<std::uint64_t>(sum);
}

// a - b - borrow; the borrow out (0 or 1) replaces the borrow in.
constexpr std::uint64_t subtract_with_borrow(std::uint64_t a, std::uint64_t b, std::uint64_t& borrow) {
  const Wide difference = static_cast<Wide>(a) - b - borrow;
  borrow = static_cast<std::uint64_t>(difference >> 64) & 1;
  return static_cast<std::uint64_t>(difference);
}

// a * b + c + carry, which always fits in two limbs; the upper one replaces the carry.
constexpr std::uint64_t multiply_add(std::uint64_t a, std::uint64_t b, std::uint64_t c,
                                     std::uint64_t& carry) {
  const Wide sum = static_cast<Wide>(a) * b + c + carry;
  carry = static_cast<std::uint64_t>(sum >> 64);
  return static_cast<std::uint64_t>(sum);
}

constexpr Limbs select(std::uint64_t mask, const Limbs& a, const Limbs& b) {
  return {core::select(mask, a[0], b[0]), core::select(mask, a[1], b[1]), core::select(mask, a[2], b[2]),
          core::select(mask, a[3], b[3])};
}

// 1 if a < b, 0 otherwise.
constexpr std::uint64_t is_less(const Limbs& a, const Limbs& b) {
  std::uint64_t borrow = 0;
  for (std::size_t i = 0; i < 4; ++i) subtract_with_borrow(a[i], b[i], borrow);
  return borrow;
}

// Reads 32 bytes, big-endian.
constexpr Limbs limbs_of_bytes(ByteView bytes32) {
  Limbs limbs{};
  for (std::size_t i = 0; i < 32; ++i) {
    limbs[3 - i / 8] = limbs[3 - i / 8] << 8 | bytes32[i];
  }
  return limbs;
}

constexpr ByteArray<32> bytes_of_limbs(const Limbs& limbs) {
  ByteArray<32> bytes{};
  for (std::size_t i = 0; i < 32; ++i) {
    bytes[i] = static_cast<std::uint8_t>(limbs[3 - i / 8] >> (56 - 8 * (i % 8)));
  }
  return bytes;
}

// Arithmetic modulo `Modulus::value`, an odd number above 2^255. Arguments are reduced unless said otherwise,
// results always are. The Montgomery form of x is x·R mod m, with R = 2^256.
template <class Modulus>
struct Arithmetic {
  static constexpr const Limbs& m = Modulus::value;

  // The number `high`·2^256 + `low`, which has to be less than 2m, reduced.
  static constexpr Limbs reduce_once(const Limbs& low, std::uint64_t high) {
    Limbs reduced{};
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < 4; ++i) reduced[i] = subtract_with_borrow(low[i], m[i], borrow);
    subtract_with_borrow(high, 0, borrow);
    return select(mask_of_bit(borrow), low, reduced);
  }

  static constexpr Limbs add(const Limbs& a, const Limbs& b) {
    Limbs sum{};
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < 4; ++i) sum[i] = add_with_carry(a[i], b[i], carry);
    return reduce_once(sum, carry);
  }

  static constexpr Limbs subtract(const Limbs& a, const Limbs& b) {
    Limbs difference{};
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < 4; ++i) difference[i] = subtract_with_borrow(a[i], b[i], borrow);
    const std::uint64_t mask = mask_of_bit(borrow);
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < 4; ++i) difference[i] = add_with_carry(difference[i], m[i] & mask, carry);
    return difference;
  }

  // a·b/R mod m. It is enough that a·b < m·R, so one argument need not be reduced.
  // Coarsely integrated operand scanning (CIOS): Koc, Acar, Kaliski, "Analyzing and comparing Montgomery
  // multiplication algorithms", IEEE Micro 16(3), 1996, section 5.
  static constexpr Limbs multiply(const Limbs& a, const Limbs& b) {
    if constexpr (is_wasm) {
      const wasm::Wider product = wasm::multiply<Modulus>(a, b);
      return reduce_once(product.low, product.high);
    }
    Limbs t{};
    std::uint64_t top = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      std::uint64_t carry = 0;
      for (std::size_t j = 0; j < 4; ++j) t[j] = multiply_add(a[j], b[i], t[j], carry);
      std::uint64_t overflow = 0;
      top = add_with_carry(top, carry, overflow);

      const std::uint64_t q = t[0] * minus_inverse;
      carry = 0;
      multiply_add(q, m[0], t[0], carry);  // makes the lowest limb zero, and it is dropped
      for (std::size_t j = 1; j < 4; ++j) t[j - 1] = multiply_add(q, m[j], t[j], carry);
      std::uint64_t overflow2 = 0;
      t[3] = add_with_carry(top, carry, overflow2);
      top = overflow + overflow2;
    }
    return reduce_once(t, top);
  }

  static constexpr Limbs square(const Limbs& a) {
    if constexpr (is_wasm) {
      const wasm::Wider product = wasm::square<Modulus>(a);
      return reduce_once(product.low, product.high);
    }
    return multiply(a, a);
  }

  // The base, in Montgomery form, to a public exponent; in Montgomery form. Four bits at a time.
  static constexpr Limbs power(const Limbs& base, const Limbs& exponent) {
    std::array<Limbs, 16> powers{one, base};
    for (std::size_t i = 2; i < 16; ++i) powers[i] = multiply(powers[i - 1], base);
    Limbs result = one;
    for (int shift = 252; shift >= 0; shift -= 4) {
      for (int i = 0; i < 4; ++i) result = square(result);
      const auto bit = static_cast<unsigned>(shift);
      result = multiply(result, powers[exponent[bit / 64] >> (bit % 64) & 15]);
    }
    return result;
  }

  // 1/x for x in Montgomery form, in Montgomery form; 0 for 0. By Fermat's little theorem: m is a prime.
  static constexpr Limbs invert(const Limbs& x) {
    Limbs exponent = m;
    exponent[0] -= 2;
    return power(x, exponent);
  }

  static constexpr Limbs to_montgomery(const Limbs& x) { return multiply(x, r_squared); }
  static constexpr Limbs from_montgomery(const Limbs& x) { return multiply(x, {1, 0, 0, 0}); }

  // 2^exponent mod m.
  static constexpr Limbs power_of_two(int exponent) {
    Limbs result = {1, 0, 0, 0};
    for (int i = 0; i < exponent; ++i) result = add(result, result);
    return result;
  }

  // -1/m mod 2^64; each of Newton's steps doubles the number of right bits.
  static constexpr std::uint64_t minus_inverse = [] {
    std::uint64_t inverse = m[0];
    for (int i = 0; i < 5; ++i) inverse *= 2 - m[0] * inverse;
    return 0 - inverse;
  }();
  static constexpr Limbs one = power_of_two(256);
  static constexpr Limbs r_squared = power_of_two(512);
};

}  // namespace palmkey::core::sm2
