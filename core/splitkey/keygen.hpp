// Making a split key: d = (d1·d2)^-1 - 1, which nobody ever computes. docs/protocol.md, "Key generation".
#pragma once

#include "core/random.hpp"
#include "core/result.hpp"
#include "core/sm2/point.hpp"
#include "core/sm2/scalar.hpp"
#include "core/splitkey/proof.hpp"

namespace palmkey::core::splitkey {

// The device's half: secrets that stay, points and proofs that are sent.
struct DeviceHalf {
  sm2::Scalar d1;
  sm2::Scalar a1;
  sm2::Point p1 = sm2::Point::base();  // P1 = d1^-1·G
  Proof p1_proof{};
  sm2::Point a1_public = sm2::Point::base();  // A1 = a1·G
  Proof a1_proof{};
};
Result<DeviceHalf> begin_generation(const Digest& context, Random& random);

// A key for PIN proofs alone, as a change of PIN needs it.
struct PinKey {
  sm2::Scalar a1;
  sm2::Point a1_public = sm2::Point::base();
  Proof a1_proof{};
};
Result<PinKey> make_pin_key(const Digest& context, Random& random);

// The vault's half: d2 stays, the rest is answered.
struct VaultHalf {
  sm2::Scalar d2;
  sm2::Point public_key = sm2::Point::base();  // P = d2^-1·P1 - G
  sm2::Point p2 = sm2::Point::base();          // P2 = d2^-1·G
  Proof p2_proof{};
};
// The proofs for P1 and A1 must have been verified. Draws d2 until P is neither infinity nor G nor -G.
Result<VaultHalf> answer_generation(const sm2::Point& p1, const Digest& context, Random& random);

// The device's check that P is really made of its own share: P = d1^-1·P2 - G. Error::bad_proof otherwise.
// Also the check after a refresh, where a mistyped PIN has yielded another d1.
Result<void> check_public_key(const sm2::Scalar& d1, const sm2::Point& p2, const sm2::Point& public_key);

}  // namespace palmkey::core::splitkey
