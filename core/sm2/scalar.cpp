#include "core/sm2/scalar.hpp"

#include <algorithm>

#include "core/declare_public.hpp"
#include "core/sm2/order_multiply.hpp"

namespace palmkey::core::sm2 {
namespace {

using ModN = Arithmetic<Order>;

}  // namespace

Scalar::Scalar(Scalar&& other) noexcept : limbs_(other.limbs_) {
  wipe(other.limbs_.data(), sizeof(other.limbs_));
}

Scalar& Scalar::operator=(Scalar&& other) noexcept {
  if (this != &other) {
    limbs_ = other.limbs_;
    wipe(other.limbs_.data(), sizeof(other.limbs_));
  }
  return *this;
}

Scalar::~Scalar() {
  wipe(limbs_.data(), sizeof(limbs_));
}

Scalar Scalar::clone() const {
  Scalar copy;
  copy.limbs_ = limbs_;
  return copy;
}

Result<Scalar> Scalar::decode(ByteView bytes32) {
  if (bytes32.size() != 32) return Error::malformed;
  Scalar scalar;
  scalar.limbs_ = limbs_of_bytes(bytes32);
  // What is out of range is no scalar, and nobody's secret.
  if (public_answer(is_less(scalar.limbs_, order) == 0)) return Error::out_of_range;
  return scalar;
}

Result<Scalar> Scalar::decode_nonzero(ByteView bytes32) {
  PALMKEY_TRY(scalar, decode(bytes32));
  if (scalar.is_zero()) return Error::out_of_range;
  return std::move(scalar);
}

Scalar Scalar::reduce(ByteView bytes) {
  Wiped<ByteArray<64>> padded;
  const std::size_t size = std::min(bytes.size(), padded.value.size());
  std::copy_n(bytes.end() - static_cast<std::ptrdiff_t>(size), size,
              padded.value.end() - static_cast<std::ptrdiff_t>(size));
  const ByteView view = padded.value;
  const Wiped<Limbs> high(limbs_of_bytes(view.first(32)));
  const Wiped<Limbs> low(limbs_of_bytes(view.last(32)));
  Scalar scalar;
  // to_montgomery(high) is high·2^256; low is less than 2^256 and so less than 2n.
  scalar.limbs_ = ModN::add(ModN::to_montgomery(high.value), reduce_once(low.value, 0, order));
  return scalar;
}

Result<Scalar> Scalar::random(Random& random) {
  // One try in 2^32 is out of range; a source that fails more than a few times is broken.
  for (int tries = 0; tries < 8; ++tries) {
    Wiped<ByteArray<32>> bytes;
    PALMKEY_CHECK(random.fill(bytes.value));
    auto scalar = decode_nonzero(bytes.value);
    if (scalar) return scalar;
  }
  return Error::random_failed;
}

Scalar Scalar::one() {
  Scalar scalar;
  scalar.limbs_[0] = 1;
  return scalar;
}

Secret Scalar::encode() const {
  const Wiped<ByteArray<32>> bytes(bytes_of_limbs(limbs_));
  return Secret::copy_of(bytes.value);
}

ByteArray<32> Scalar::encode_public() const {
  const ByteArray<32> bytes = bytes_of_limbs(limbs_);
  declare_public(bytes.data(), bytes.size());  // as its name says
  return bytes;
}

Scalar Scalar::operator+(const Scalar& other) const {
  Scalar sum;
  sum.limbs_ = ModN::add(limbs_, other.limbs_);
  return sum;
}

Scalar Scalar::operator-(const Scalar& other) const {
  Scalar difference;
  difference.limbs_ = ModN::subtract(limbs_, other.limbs_);
  return difference;
}

Scalar Scalar::operator*(const Scalar& other) const {
  Scalar product;
  product.limbs_ = ModN::multiply(ModN::to_montgomery(limbs_), other.limbs_);
  return product;
}

Scalar Scalar::negate() const {
  return Scalar() - *this;
}

Scalar Scalar::inverse() const {
  Scalar inverse;
  inverse.limbs_ = invert_modulo(limbs_, order);
  return inverse;
}

bool Scalar::is_zero() const {
  // Zero is refused or drawn again wherever it may come up, and for a secret it never does.
  return public_answer(mask_of_zero(limbs_[0] | limbs_[1] | limbs_[2] | limbs_[3]) != 0);
}

bool Scalar::equals(const Scalar& other) const {
  std::uint64_t difference = 0;
  for (std::size_t i = 0; i < limbs_.size(); ++i) difference |= limbs_[i] ^ other.limbs_[i];
  return public_answer(mask_of_zero(difference) != 0);  // whether a proof holds
}

}  // namespace palmkey::core::sm2
