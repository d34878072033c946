// Writes base_table of core/sm2/lanes/base_comb.hpp, as C++, to standard output: a step of the build.
#include <cstdio>

#include "core/sm2/field.hpp"

using palmkey::core::sm2::FieldElement;
using palmkey::core::sm2::Limbs;

namespace {

constexpr int digits = 43;
constexpr int digit_bits = 6;
constexpr int entries = 32;
constexpr int rows = 10;

struct Point {
  FieldElement x;
  FieldElement y;
};

// The textbook's affine formulas; no sum here is of equal or opposite points.
Point on_line(const FieldElement& slope, const Point& p, const Point& q) {
  const FieldElement x = slope * slope - p.x - q.x;
  return {x, slope * (p.x - x) - p.y};
}
Point add(const Point& p, const Point& q) {
  return on_line((q.y - p.y) * (q.x - p.x).inverse(), p, q);
}
Point twice(const Point& p) {
  return on_line((p.x * p.x - FieldElement::one()).thrice() * p.y.twice().inverse(), p, p);
}

// x·2^260 mod p.
Limbs montgomery(FieldElement x) {
  for (int i = 0; i < 260; ++i) x = x.twice();
  return palmkey::core::sm2::limbs_of_bytes(x.encode());
}

unsigned long long limb_of_52_bits(const Limbs& number, int index) {
  const auto bit = static_cast<unsigned>(52 * index);
  std::uint64_t value = number[bit / 64] >> bit % 64;
  if (bit % 64 > 0 && bit / 64 < 3) value |= number[bit / 64 + 1] << (64 - bit % 64);
  return value & ((std::uint64_t{1} << 52) - 1);
}

void print_digit(Point base) {
  const Point step = twice(base);
  Limbs x[entries];
  Limbs y[entries];
  for (int entry = 0; entry < entries; ++entry) {
    x[entry] = montgomery(base.x);
    y[entry] = montgomery(base.y);
    base = add(base, step);
  }
  std::printf("{");
  for (int row = 0; row < rows; ++row) {
    std::printf("{");
    for (int entry = 0; entry < entries; ++entry)
      std::printf("0x%llx,", limb_of_52_bits(row < rows / 2 ? x[entry] : y[entry], row % (rows / 2)));
    std::printf("},\n");
  }
  std::printf("},\n");
}

}  // namespace

int main() {
  std::printf(
      "// Made by scripts/tables/sm2_lanes_base_table.cpp.\n"
      "#include \"core/sm2/lanes/base_comb.hpp\"\n\n"
      "namespace palmkey::core::sm2::lanes {\n\n"
      "const BaseTable base_table = {{\n");
  // G of GB/T 32918.5.
  Point base = {FieldElement::of_limbs(
                    {0x715a4589334c74c7, 0x8fe30bbff2660be1, 0x5f9904466a39c994, 0x32c4ae2c1f198119}),
                FieldElement::of_limbs(
                    {0x02df32e52139f0a0, 0xd0a9877cc62a4740, 0x59bdcee36b692153, 0xbc3736a2f4f6779c})};
  for (int digit = 0; digit < digits; ++digit) {
    print_digit(base);
    for (int bit = 0; bit < digit_bits; ++bit) base = twice(base);
  }
  std::printf("}};\n\n}  // namespace palmkey::core::sm2::lanes\n");
  return std::fflush(stdout) == 0 ? 0 : 1;
}
