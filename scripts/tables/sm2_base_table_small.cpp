// Prints core/sm2/base_table_small.hpp:
//   g++ -std=c++20 -I. scripts/tables/sm2_base_table_small.cpp core/secret.cpp -o build/table && build/table
#include <cstdio>

#include "core/sm2/comb.hpp"
#include "core/sm2/point_path.hpp"

int main() {
  using namespace palmkey::core::sm2;
  SmallBaseShape::Table table;
  fill_table<PortableField, SmallBaseShape>(table, base_point);
  std::puts(
      "// The base point's comb for programs that are loaded over the net: 2 kB, in Montgomery form. Made "
      "by\n"
      "// scripts/tables/sm2_base_table_small.cpp; a test computes each entry again.\n"
      "#pragma once\n\n"
      "#include \"core/sm2/point_path.hpp\"\n\n"
      "namespace palmkey::core::sm2 {\n\n"
      "inline constexpr SmallBaseShape::Table small_base_table = {{{{");
  for (const AffinePoint& point : table[0]) {
    const char* before = "    {";
    for (const FieldElement& coordinate : {point.x, point.y}) {
      const Limbs& limbs = coordinate.montgomery();
      std::printf("%sFieldElement::of_montgomery({0x%016llx, 0x%016llx, 0x%016llx, 0x%016llx})", before,
                  static_cast<unsigned long long>(limbs[0]), static_cast<unsigned long long>(limbs[1]),
                  static_cast<unsigned long long>(limbs[2]), static_cast<unsigned long long>(limbs[3]));
      before = ",\n     ";
    }
    std::puts("},");
  }
  std::puts("}}}};\n\n}  // namespace palmkey::core::sm2");
}
