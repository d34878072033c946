// Verification of SM2 signatures in lanes, in variable time.
#pragma once

#include "core/sm2/lanes/target.hpp"
#include "core/sm2/signature.hpp"

#if defined(PALMKEY_LANES)

namespace palmkey::core::sm2::lanes {

// What GB/T 32918.2, 7.1 compares: whether x(s·G + t·P) is `x` or n more, which is the same modulo n.
struct Equation {
  const Point* public_key = nullptr;
  Scalar s;  // in [1, n-1]
  Scalar t;  // in [1, n-1]
  Scalar x;
};

enum class Verdict : std::uint8_t {
  holds,
  fails,
  unknown
};  // unknown: the formulas do not hold, do it otherwise

// One to equation_limit equations, as many verdicts.
inline constexpr std::size_t equation_limit = 8;
void judge(std::span<const Equation> equations, std::span<Verdict> verdicts);

}  // namespace palmkey::core::sm2::lanes

#endif
