#ifdef __x86_64__

#include "core/sm2/field_x86.hpp"
#include "core/sm2/point_multiplications.hpp"

namespace palmkey::core::sm2 {

const PointPath x86_path = PointMultiplications<X86Field>::path("x86-64 with BMI2, ADX and AVX2");
const TablePath x86_table_path = TableFunctions<X86Field>::path();

}  // namespace palmkey::core::sm2

#endif
