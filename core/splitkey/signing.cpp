#include "core/splitkey/signing.hpp"

namespace palmkey::core::splitkey {

Result<Commitment> Commitment::make(Random& random) {
  PALMKEY_TRY(w1, sm2::Scalar::random(random));
  return of(std::move(w1));
}

Result<Commitment> Commitment::of(sm2::Scalar w1) {
  PALMKEY_TRY(q1, sm2::multiply_base(w1));
  return Commitment(std::move(w1), q1);
}

Result<HalfSignature> cosign_with_nonce(const sm2::Scalar& d2, const sm2::Point& q1, const Digest& e,
                                        const sm2::Scalar& w2) {
  PALMKEY_TRY(q, sm2::multiply_base_add(w2, d2.inverse(), q1));
  HalfSignature half;
  half.r = sm2::Scalar::reduce(e) + sm2::Scalar::reduce(q.x());
  half.s1 = d2 * (half.r + w2);
  if (half.r.is_zero() || half.s1.is_zero()) return Error::out_of_range;
  return half;
}

Result<HalfSignature> cosign(const sm2::Scalar& d2, const sm2::Point& q1, const Digest& e,
                             const Digest& request, Random& random) {
  Bytes bound_to(request.begin(), request.end());
  bound_to.insert(bound_to.end(), e.begin(), e.end());
  // A second turn has a chance of 2^-255; a broken source of randomness must not make it endless.
  for (int attempt = 0; attempt < 8; ++attempt) {
    PALMKEY_TRY(w2, sm2::hedged_nonce(random, d2, bound_to));
    auto half = cosign_with_nonce(d2, q1, e, w2);
    if (half) return half;
  }
  return Error::random_failed;
}

Result<sm2::Signature> finish_signature(Commitment commitment, const sm2::Scalar& d1, const sm2::Scalar& r,
                                        const sm2::Scalar& s1, const sm2::Point& public_key,
                                        const Digest& e) {
  if (r.is_zero() || s1.is_zero()) return Error::out_of_range;
  const sm2::Scalar s = d1 * (s1 + commitment.w1_) - r;
  if (s.is_zero() || (r + s).is_zero()) return Error::out_of_range;
  const sm2::Signature signature{r.encode_public(), s.encode_public()};
  PALMKEY_CHECK(sm2::verify_digest(public_key, e, signature));
  return signature;
}

}  // namespace palmkey::core::splitkey
