// Multiples of the SM2 base point in eight lanes, with a table that all lanes share.
#pragma once

#include "core/sm2/lanes/point.hpp"

#if defined(PALMKEY_LANES)

namespace palmkey::core::sm2::lanes {

inline constexpr int comb_bits = 6;
inline constexpr std::size_t comb_digits = 43;  // 258 bits

// Coordinate c, limb i of (2 e + 1)·2^(6 j)·G, affine and in Montgomery form, is digits[j][5 c + i][e]. Made
// by scripts/tables/sm2_lanes_base_table.cpp.
struct alignas(64) BaseTable {
  std::uint64_t digits[comb_digits][2 * limb_count][std::size_t{1} << (comb_bits - 1)];
};
extern const BaseTable base_table;

// k·G up to its sign, in constant time. For secret k in [1, n-1].
PALMKEY_LANES_CODE Jacobian multiply_base_up_to_sign(const Numbers& k);

// p + k·G for k in [1, n-1], in constant time.
PALMKEY_LANES_CODE void add_multiple_of_base(Jacobian& p, const Numbers& k);

}  // namespace palmkey::core::sm2::lanes

#endif
