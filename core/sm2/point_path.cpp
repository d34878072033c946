#include "core/sm2/point_path.hpp"

#include "core/processor.hpp"
#include "core/sm2/point_multiplications.hpp"
#ifdef __wasm__
#include "core/sm2/field_digits.hpp"
#endif

namespace palmkey::core::sm2 {

#ifdef __wasm__
const PointPath portable_path = PointMultiplications<DigitsField>::path("digits of 29 bits");
const TablePath portable_table_path = TableFunctions<DigitsField>::path();
#else
const PointPath portable_path = PointMultiplications<PortableField>::path("portable");
const TablePath portable_table_path = TableFunctions<PortableField>::path();
#endif

#ifdef __x86_64__

namespace {

bool has_x86_path() {
  return processor_has(processor::bmi2 | processor::adx | processor::avx2);
}

}  // namespace

const PointPath& point_path() {
  return has_x86_path() ? x86_path : portable_path;
}

const TablePath& table_path() {
  return has_x86_path() ? x86_table_path : portable_table_path;
}

#else

const PointPath& point_path() {
  return portable_path;
}

const TablePath& table_path() {
  return portable_table_path;
}

#endif

}  // namespace palmkey::core::sm2
