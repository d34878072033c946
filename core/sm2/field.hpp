// The field of the SM2 curve's coordinates (GB/T 32918.5), in constant time.
#pragma once

#include "core/bytes.hpp"
#include "core/result.hpp"
#include "core/sm2/montgomery.hpp"

namespace palmkey::core::sm2 {

// p = 2^256 - 2^224 - 2^96 + 2^64 - 1.
struct FieldModulus {
  static constexpr Limbs value = {0xffffffffffffffff, 0xffffffff00000000, 0xffffffffffffffff,
                                  0xfffffffeffffffff};
};

// An integer modulo p. Copies freely and is not wiped: whoever holds a secret one wraps it in Wiped.
class FieldElement {
 public:
  constexpr FieldElement() = default;  // zero
  static constexpr FieldElement one() { return FieldElement(Field::one); }
  // Limbs, the least significant first, of a number less than p.
  static constexpr FieldElement of_limbs(const Limbs& limbs) {
    return FieldElement(Field::to_montgomery(limbs));
  }

  // 32 bytes big-endian, less than p; Error::malformed otherwise.
  static Result<FieldElement> decode(ByteView bytes32);
  ByteArray<32> encode() const;

  constexpr FieldElement operator+(const FieldElement& other) const {
    return FieldElement(Field::add(limbs_, other.limbs_));
  }
  constexpr FieldElement operator-(const FieldElement& other) const {
    return FieldElement(Field::subtract(limbs_, other.limbs_));
  }
  constexpr FieldElement operator*(const FieldElement& other) const {
    return FieldElement(Field::multiply(limbs_, other.limbs_));
  }
  constexpr FieldElement twice() const { return *this + *this; }
  constexpr FieldElement thrice() const { return twice() + *this; }
  FieldElement inverse() const;  // of zero: zero

  // In constant time; the answer is treated as public.
  bool is_zero() const;

  // `a` where the mask has ones, `b` where it has zeros.
  static constexpr FieldElement select(std::uint64_t mask, const FieldElement& a, const FieldElement& b) {
    return FieldElement(sm2::select(mask, a.limbs_, b.limbs_));
  }

 private:
  using Field = Arithmetic<FieldModulus>;
  explicit constexpr FieldElement(const Limbs& montgomery) : limbs_(montgomery) {}
  Limbs limbs_{};  // in Montgomery form, fully reduced
};

}  // namespace palmkey::core::sm2
