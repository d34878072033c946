#include "core/sm2/lanes/base_comb.hpp"

#if defined(PALMKEY_LANES)

namespace palmkey::core::sm2::lanes {
namespace {

constexpr std::size_t entries = std::size_t{1} << (comb_bits - 1);

// In each lane the word of that index, out of 32. All are read, whatever the index, and chosen among in
// registers; `upper` is the mask of the lanes whose index is 16 or more.
PALMKEY_LANES_INLINE Vector look_up(const std::uint64_t (&words)[entries], const Vector& index,
                                    __mmask8 upper) {
  const Vector low = _mm512_permutex2var_epi64(_mm512_load_si512(words), index, _mm512_load_si512(words + 8));
  const Vector high =
      _mm512_permutex2var_epi64(_mm512_load_si512(words + 16), index, _mm512_load_si512(words + 24));
  return _mm512_mask_blend_epi64(upper, low, high);
}

// A coordinate of that index.
PALMKEY_LANES_INLINE Element look_up(const std::uint64_t (*limbs)[entries], const Vector& index,
                                     __mmask8 upper) {
  return {{look_up(limbs[0], index, upper), look_up(limbs[1], index, upper), look_up(limbs[2], index, upper),
           look_up(limbs[3], index, upper), look_up(limbs[4], index, upper)}};
}

// d_j·2^(6 j)·G, and its opposite in the lanes of `flip`.
PALMKEY_LANES_INLINE Affine multiple(const Element& k, std::size_t j, __mmask8 flip) {
  const Digit d = digit<comb_bits>(k, j);
  const __mmask8 upper = _mm512_test_epi64_mask(d.index, all(16));
  const auto& coordinates = base_table.digits[j];
  const Element y = look_up(coordinates + limb_count, d.index, upper);
  return {look_up(coordinates, d.index, upper), select(d.negative ^ flip, opposite<1>(y), y)};
}

// Odd numbers, as digit() wants them.
PALMKEY_LANES_INLINE __mmask8 load_odd(Element& k, const Numbers& numbers) {
  k = load(numbers);
  const __mmask8 was_even = make_odd(k);
  constexpr std::size_t end = comb_bits * comb_digits;
  k.limbs[end / limb_bits] |= all(std::uint64_t{1} << end % limb_bits);
  return was_even;
}

}  // namespace

// What is added never equals the sum so far or its opposite: the sum's multiplier, as a number, is less than
// 2^(6 j) and that of the addend is not; and as k is no multiple of n, only k = 15·2^253 - n leaves them
// equal modulo n, in the last digit. There is no better chance than 2^-255 to meet it, and z tells.
PALMKEY_LANES_CODE Jacobian multiply_base_up_to_sign(const Numbers& numbers) {
  Element k{};
  load_odd(k, numbers);
  const Affine first = multiple(k, 0, 0);
  Jacobian sum = {first.x, first.y, all(one)};
  for (std::size_t j = 1; j < comb_digits; ++j) add(sum, multiple(k, j, 0));
  return sum;
}

PALMKEY_LANES_CODE void add_multiple_of_base(Jacobian& p, const Numbers& numbers) {
  Element k{};
  const __mmask8 was_even = load_odd(k, numbers);
  for (std::size_t j = 0; j < comb_digits; ++j) add(p, multiple(k, j, was_even));
}

}  // namespace palmkey::core::sm2::lanes

#endif
