#include "core/sm2/point_path.hpp"
#ifdef __wasm__
#include "core/sm2/base_table_small.hpp"
#endif

namespace palmkey::core::sm2 {

#ifdef __wasm__

const BaseShape::Table& base_table() {
  return small_base_table;
}

#else

const BaseShape::Table& base_table() {
  // Computed in about a millisecond, at the first call.
  static const BaseShape::Table table = [] {
    BaseShape::Table made;
    table_path().fill_base(made);
    return made;
  }();
  return table;
}

#endif

}  // namespace palmkey::core::sm2
