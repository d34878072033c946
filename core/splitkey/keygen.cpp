#include "core/splitkey/keygen.hpp"

#include "core/declare_public.hpp"

namespace palmkey::core::splitkey {
namespace {

// share^-1·point - G
Result<sm2::Point> public_key_of(const sm2::Scalar& share, const sm2::Point& peer) {
  PALMKEY_TRY(product, sm2::multiply(share.inverse(), peer));
  return sm2::add(product, sm2::Point::base().negate());
}

bool is_plus_or_minus_base(const sm2::Point& point) {
  return point.x() == sm2::Point::base().x();
}

}  // namespace

Result<DeviceHalf> begin_generation(const Digest& context, Random& random) {
  DeviceHalf half;
  PALMKEY_TRY(d1, sm2::Scalar::random(random));
  half.d1 = std::move(d1);
  const sm2::Scalar d1_inverse = half.d1.inverse();
  PALMKEY_TRY(p1, sm2::multiply_base(d1_inverse));
  half.p1 = p1;
  PALMKEY_TRY(p1_proof, prove_knowledge(d1_inverse, ProofRole::device_share, context, random));
  half.p1_proof = p1_proof;
  PALMKEY_TRY(pin_key, make_pin_key(context, random));
  half.a1 = std::move(pin_key.a1);
  half.a1_public = pin_key.a1_public;
  half.a1_proof = pin_key.a1_proof;
  return half;
}

Result<PinKey> make_pin_key(const Digest& context, Random& random) {
  PinKey key;
  PALMKEY_TRY(a1, sm2::Scalar::random(random));
  key.a1 = std::move(a1);
  PALMKEY_TRY(a1_public, sm2::multiply_base(key.a1));
  key.a1_public = a1_public;
  PALMKEY_TRY(proof, prove_knowledge(key.a1, ProofRole::pin_key, context, random));
  key.a1_proof = proof;
  return key;
}

Result<VaultHalf> answer_generation(const sm2::Point& p1, const Digest& context, Random& random) {
  // Only a broken random source makes the second turn necessary; it must not make it endless.
  for (int attempt = 0; attempt < 8; ++attempt) {
    VaultHalf half;
    PALMKEY_TRY(d2, sm2::Scalar::random(random));
    half.d2 = std::move(d2);
    auto public_key = public_key_of(half.d2, p1);
    if (!public_key) continue;
    declare_public(&*public_key, sizeof *public_key);  // P, which the certificate will have
    if (is_plus_or_minus_base(*public_key)) continue;
    half.public_key = *public_key;
    const sm2::Scalar d2_inverse = half.d2.inverse();
    PALMKEY_TRY(p2, sm2::multiply_base(d2_inverse));
    half.p2 = p2;
    PALMKEY_TRY(proof, prove_knowledge(d2_inverse, ProofRole::vault_share, context, random));
    half.p2_proof = proof;
    return half;
  }
  return Error::random_failed;
}

Result<void> check_public_key(const sm2::Scalar& d1, const sm2::Point& p2, const sm2::Point& public_key) {
  const auto expected = public_key_of(d1, p2);
  // After a mistyped PIN the expected point is known to nobody, so not even how far it is right may be seen.
  if (!expected || !equal_constant_time(expected->encode(), public_key.encode())) return Error::bad_proof;
  if (is_plus_or_minus_base(public_key)) return Error::bad_proof;
  return {};
}

}  // namespace palmkey::core::splitkey
