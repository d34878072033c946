// The two-party signature of Liu and Lin (Journal of Software 36(5), 2025): an ordinary SM2 signature in the
// end. docs/protocol.md, "Signing".
#pragma once

#include "core/random.hpp"
#include "core/result.hpp"
#include "core/sm2/point.hpp"
#include "core/sm2/scalar.hpp"
#include "core/sm2/signature.hpp"
#include "core/sm3.hpp"

namespace palmkey::core::splitkey {

// The device's commitment to one answer. Move-only, and finish_signature uses it up: two answers for one Q1
// would give d1 away.
class Commitment {
 public:
  static Result<Commitment> make(Random& random);
  // Of a given nonzero w1.
  static Result<Commitment> of(sm2::Scalar w1);
  const sm2::Point& q1() const { return q1_; }  // Q1 = w1·G

 private:
  friend Result<sm2::Signature> finish_signature(Commitment, const sm2::Scalar&, const sm2::Scalar&,
                                                 const sm2::Scalar&, const sm2::Point&, const Digest&);
  Commitment(sm2::Scalar w1, sm2::Point q1) : w1_(std::move(w1)), q1_(q1) {}
  sm2::Scalar w1_;
  sm2::Point q1_;
};

struct HalfSignature {
  sm2::Scalar r;
  sm2::Scalar s1;
};

// The vault's step for a given w2: Q = w2·G + d2^-1·Q1, r = e + Q.x, s1 = d2·(r + w2). Error::out_of_range
// if r or s1 would be zero, Error::not_on_curve if Q is infinity: then another w2 is needed.
Result<HalfSignature> cosign_with_nonce(const sm2::Scalar& d2, const sm2::Point& q1, const Digest& e,
                                        const sm2::Scalar& w2);

// The same with a fresh w2, hedged: randomness, d2 and the request all enter it. `request` is the digest of
// the request that is answered.
Result<HalfSignature> cosign(const sm2::Scalar& d2, const sm2::Point& q1, const Digest& e,
                             const Digest& request, Random& random);

// The device's end: s = d1·(s1 + w1) - r. Refuses r, s1, s = 0 and r + s = 0 (Error::out_of_range) and
// verifies the signature under `public_key` (Error::bad_signature); on failure nothing of the result exists.
Result<sm2::Signature> finish_signature(Commitment commitment, const sm2::Scalar& d1, const sm2::Scalar& r,
                                        const sm2::Scalar& s1, const sm2::Point& public_key, const Digest& e);

}  // namespace palmkey::core::splitkey
