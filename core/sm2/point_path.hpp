// The multiplications of points once for each kind of machine, and the choice among them at run time.
#pragma once

#include <string_view>

#include "core/sm2/comb.hpp"

namespace palmkey::core::sm2 {

using AffinePoint = Affine<PortableField>;

// The base point's comb: 150 kB, made when first needed; and 2 kB for WebAssembly, whose programs are loaded
// over the net and sign now and then.
using LargeBaseShape = CombShape<37, 7, 1>;
using SmallBaseShape = CombShape<1, 6, 43>;
#ifdef __wasm__
using BaseShape = SmallBaseShape;
#else
using BaseShape = LargeBaseShape;
#endif

// The base point G of GB/T 32918.5.
inline constexpr AffinePoint base_point = {
    FieldElement::of_limbs({0x715a4589334c74c7, 0x8fe30bbff2660be1, 0x5f9904466a39c994, 0x32c4ae2c1f198119}),
    FieldElement::of_limbs({0x02df32e52139f0a0, 0xd0a9877cc62a4740, 0x59bdcee36b692153, 0xbc3736a2f4f6779c})};

// Scalars are reduced. Functions that return bool leave their result in the first argument and say whether it
// is finite, which is treated as public; if not, it is (0, 0).
struct PointPath {
  std::string_view name;
  bool (*multiply_base)(AffinePoint& product, const Limbs& k);
  bool (*multiply)(AffinePoint& product, const Limbs& k, const AffinePoint& p);
  bool (*add)(AffinePoint& sum, const AffinePoint& p, const AffinePoint& q);
  bool (*multiply_base_add)(AffinePoint& sum, const Limbs& a, const Limbs& b, const AffinePoint& p);

  // In variable time.
  bool (*multiply_base_add_public)(AffinePoint& sum, const Limbs& a, const Limbs& b, const AffinePoint& p);
  // Whether a·G + b·P is finite with x = v mod n, v reduced.
  bool (*sum_has_x_public)(const Limbs& a, const Limbs& b, const AffinePoint& p, const Limbs& v);
};

// Of keys that verify often: 22 kB.
using KnownShape = CombShape<11, 6, 4>;

// What has to do with tables, all in variable time, for public points and scalars.
struct TablePath {
  void (*fill_base)(BaseShape::Table& table);
  void (*fill_known)(KnownShape::Table& table, const AffinePoint& p);
  // As sum_has_x_public, for P's table.
  bool (*sum_has_x)(const Limbs& a, const Limbs& b, const KnownShape::Table& p, const Limbs& v);
};

extern const PointPath portable_path;
extern const TablePath portable_table_path;
#ifdef __x86_64__
// These need processor::bmi2, adx and avx2.
extern const PointPath x86_path;
extern const TablePath x86_table_path;
#endif

// The fastest that this processor has.
const PointPath& point_path();
const TablePath& table_path();

// Thread-safe.
const BaseShape::Table& base_table();

}  // namespace palmkey::core::sm2
