// k·P for a point without a table, in constant time, by windows of signed digits.
#pragma once

#include <array>

#include "core/sm2/look_up.hpp"
#include "core/sm2/odd_multiples.hpp"
#include "core/sm2/signed_digits.hpp"

namespace palmkey::core::sm2 {

// 52 windows of five digits. Before a window but the last is added, the sum and the window's entry are
// different integers times P, both below 2^255, and so different modulo n; only the last addition may meet
// equal points.
template <class Machine>
Jacobian<Machine> window_multiply(const Limbs& k, const Affine<Machine>& p) {
  using Sum = Jacobian<Machine>;
  constexpr std::size_t width = 5;
  constexpr std::size_t windows = 52;
  Wiped<std::array<Sum, 16>> odd_multiples;  // P, 3P, ... 31P
  set_odd_multiples(odd_multiples.value, p);

  const Wiped<SignedDigits<width * windows>> digits{SignedDigits<width * windows>(k)};
  Wiped<Sum> sum;
  Wiped<Sum> entry;
  for (std::size_t i = windows; i-- > 0;) {
    const SignedWindow window = digits.value.template window<width>(width * i, 1);
    entry.value = look_up<Sum, Machine>(odd_multiples.value, window.index).negated_if(window.negative);
    if (i + 1 == windows) {
      sum.value = entry.value;
      continue;
    }
    for (std::size_t turn = 0; turn < width; ++turn) double_in_place(sum.value);
    if (i == 0) {
      sum.value = add(sum.value, entry.value);
    } else {
      add_unequal(sum.value, entry.value);
    }
  }
  return sum.value;
}

}  // namespace palmkey::core::sm2
