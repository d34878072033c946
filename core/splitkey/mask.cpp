#include "core/splitkey/mask.hpp"

#include <string>

#include "core/sm3.hpp"

namespace palmkey::core::splitkey {

Secret stretch_pin(ByteView pin, const Salt& salt) {
  return pbkdf2_sm3(pin, salt, pin_iterations, 32);
}

sm2::Scalar mask_of(ByteView key, std::string_view label) {
  const std::string info = "PalmKey mask 1 " + std::string(label);
  // 48 bytes for a modulus of 32: the bias of the reduction is below 2^-128.
  const Secret bytes = hkdf_sm3({}, key, as_bytes(info), 48);
  return sm2::Scalar::reduce(bytes.view());
}

MaskedScalar mask(const sm2::Scalar& x, ByteView key, std::string_view label) {
  return (x + mask_of(key, label)).encode_public();
}

Result<sm2::Scalar> unmask(const MaskedScalar& masked, ByteView key, std::string_view label) {
  PALMKEY_TRY(sum, sm2::Scalar::decode(masked));
  return sum - mask_of(key, label);
}

}  // namespace palmkey::core::splitkey
