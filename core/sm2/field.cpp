#include "core/sm2/field.hpp"

namespace palmkey::core::sm2 {

Result<FieldElement> FieldElement::decode(ByteView bytes32) {
  if (bytes32.size() != 32) return Error::malformed;
  const Limbs limbs = limbs_of_bytes(bytes32);
  if (is_less(limbs, FieldModulus::value) == 0) return Error::malformed;
  return of_limbs(limbs);
}

ByteArray<32> FieldElement::encode() const {
  return bytes_of_limbs(Field::from_montgomery(limbs_));
}

FieldElement FieldElement::inverse() const {
  return FieldElement(Field::invert(limbs_));
}

bool FieldElement::is_zero() const {
  return mask_of_zero(limbs_[0] | limbs_[1] | limbs_[2] | limbs_[3]) != 0;
}

}  // namespace palmkey::core::sm2
