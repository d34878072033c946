#include "core/sm2/point_path.hpp"

#include "core/processor.hpp"
#include "core/sm2/point_multiplications.hpp"

namespace palmkey::core::sm2 {

const PointPath portable_path = PointMultiplications<PortableField>::path("portable");
const TablePath portable_table_path = TableFunctions<PortableField>::path();

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
