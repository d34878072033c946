#include "core/sm2/scalar.hpp"

#include <algorithm>

#include "core/declare_public.hpp"
#include "core/sm2/order_multiply.hpp"

namespace palmkey::core::sm2 {
namespace {

using ModN = Arithmetic<Order>;

}  // namespace

template <class Make>
Scalar::Scalar(const Make& make) : limbs_(make()) {
  wipe_dead_stack();
}

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
  return Scalar([&]() __attribute__((noinline)) {
    const ByteView view = padded.value;
    const Limbs high = limbs_of_bytes(view.first(32));
    const Limbs low = limbs_of_bytes(view.last(32));
    // to_montgomery(high) is high·2^256; low is less than 2^256 and so less than 2n.
    return ModN::add(ModN::to_montgomery(high), reduce_once(low, 0, order));
  });
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
  Secret bytes(32);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes.mutable_view()[i] = byte_of_limbs(limbs_, i);
  return bytes;
}

ByteArray<32> Scalar::encode_public() const {
  const ByteArray<32> bytes = bytes_of_limbs(limbs_);
  declare_public(bytes.data(), bytes.size());  // as its name says
  return bytes;
}

Scalar Scalar::operator+(const Scalar& other) const {
  return Scalar([&]() __attribute__((noinline)) { return ModN::add(limbs_, other.limbs_); });
}

Scalar Scalar::operator-(const Scalar& other) const {
  return Scalar([&]() __attribute__((noinline)) { return ModN::subtract(limbs_, other.limbs_); });
}

Scalar Scalar::operator*(const Scalar& other) const {
  return Scalar([&]() __attribute__((noinline)) {
    return ModN::multiply(ModN::to_montgomery(limbs_), other.limbs_);
  });
}

Scalar Scalar::negate() const {
  return Scalar() - *this;
}

Scalar Scalar::inverse() const {
  return Scalar([&]() __attribute__((noinline)) { return invert_modulo(limbs_, order); });
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
