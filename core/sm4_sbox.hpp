// The S-box of SM4 as algebra, worked out by the compiler: what the paths of SM4 need to compute it in the
// field that their instructions offer, without a table that is indexed by a secret.
//
// S(x) = A·(A·x + c)^-1 + c in GF(2)[t] / (t^8 + t^7 + t^6 + t^5 + t^4 + t^2 + 1): Liu, Ji, Hu, Ding, Lv,
// Pyshkin, Weinmann, "Analysis of the SMS4 block cipher", ACISP 2007. It equals the table of GB/T 32907, 6.2.
// All fields of 256 elements are alike: with an isomorphism F into another one, S(x) = A·F^-1·(F·A·x +
// F·c)^-1 + c.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace palmkey::core::sm4_sbox {

// A linear map of bytes, seen as vectors of bits: column i is what the i-th bit adds.
struct Matrix {
  std::array<std::uint8_t, 8> columns{};

  constexpr std::uint8_t operator*(std::uint8_t x) const {
    std::uint8_t y = 0;
    for (std::size_t i = 0; i < 8; ++i) {
      if ((x >> i & 1) != 0) y = static_cast<std::uint8_t>(y ^ columns[i]);
    }
    return y;
  }

  constexpr Matrix operator*(const Matrix& first) const {
    Matrix product;
    for (std::size_t i = 0; i < 8; ++i) product.columns[i] = *this * first.columns[i];
    return product;
  }

  // Precondition: there is one.
  constexpr Matrix inverse() const {
    Matrix result;
    for (int x = 0; x < 256; ++x) {
      const auto candidate = static_cast<std::uint8_t>(x);
      const std::uint8_t image = *this * candidate;
      for (std::size_t i = 0; i < 8; ++i) {
        if (image == 1u << i) result.columns[i] = candidate;
      }
    }
    return result;
  }
};

// The circulant matrix A and the constant c.
inline constexpr Matrix affine = [] {
  Matrix matrix;
  for (std::size_t row = 0; row < 8; ++row) {
    for (const std::size_t offset : {0, 1, 2, 5, 7}) {
      auto& column = matrix.columns[(row + offset) % 8];
      column = static_cast<std::uint8_t>(column | 1u << row);
    }
  }
  return matrix;
}();
inline constexpr std::uint8_t constant = 0xd3;

// The isomorphism from SM4's field into the one with this product, whose one is 1: it sends t to a root of
// SM4's polynomial there.
template <class Multiply>
constexpr Matrix isomorphism_into(Multiply multiply) {
  for (int x = 2; x < 256; ++x) {
    const auto root = static_cast<std::uint8_t>(x);
    Matrix powers;
    std::uint8_t power = 1;
    for (auto& column : powers.columns) {
      column = power;
      power = multiply(power, root);
    }
    const std::uint8_t low = powers * std::uint8_t{0xf5};  // t^7 + t^6 + t^5 + t^4 + t^2 + 1
    if (power == low) return powers;                       // t^8 equals it
  }
  return {};
}

// The product of the field with this polynomial, of which the coefficient of t^8 is left out.
template <std::uint8_t Polynomial>
constexpr std::uint8_t multiply_modulo(std::uint8_t a, std::uint8_t b) {
  unsigned product = 0;
  for (int i = 7; i >= 0; --i) {
    product = product << 1 ^ ((product & 0x80) != 0 ? 0x100u | Polynomial : 0);
    if ((b >> i & 1) != 0) product ^= a;
  }
  return static_cast<std::uint8_t>(product);
}

// What comes before and after the inversion in the other field: S(x) = after·(before·x + before_constant)^-1
// + constant.
struct Detour {
  Matrix before;
  std::uint8_t before_constant = 0;
  Matrix after;
};

constexpr Detour detour_through(const Matrix& isomorphism) {
  return {isomorphism * affine, isomorphism * constant, affine * isomorphism.inverse()};
}

// The field of AES (FIPS 197, 4.2), whose inversion processors have.
inline constexpr Detour through_aes = detour_through(isomorphism_into(multiply_modulo<0x1b>));

}  // namespace palmkey::core::sm4_sbox
