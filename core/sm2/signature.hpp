// SM2 signatures, GB/T 32918.2, and their DER form, GB/T 35276 (GM/T 0009).
#pragma once

#include <memory>
#include <string_view>

#include "core/bytes.hpp"
#include "core/random.hpp"
#include "core/result.hpp"
#include "core/sm2/point.hpp"
#include "core/sm2/scalar.hpp"
#include "core/sm3.hpp"

namespace palmkey::core::sm2 {

// The identity that Z is made of where none is agreed on: "1234567812345678" (GM/T 0009-2023, 8.1).
inline constexpr std::string_view default_identity = "1234567812345678";

struct Signature {
  ByteArray<32> r{};
  ByteArray<32> s{};
  bool operator==(const Signature&) const = default;
};

// Z of GB/T 32918.2, 5.5. `identity` is shorter than 8,192 bytes.
Digest identity_digest(const Point& public_key, std::string_view identity = default_identity);

// e = SM3(Z | message).
Digest message_digest(const Point& public_key, ByteView message,
                      std::string_view identity = default_identity);

// A key pair held whole: authorities' keys, never a subscriber's signing key. Wiped on destruction.
class PrivateKey {
 public:
  static Result<PrivateKey> generate(Random& random);
  // d in [1, n-2], 32 bytes big-endian; Error::out_of_range otherwise.
  static Result<PrivateKey> decode(ByteView bytes32);
  Secret encode() const { return d_.encode(); }
  const Point& public_key() const { return public_key_; }
  const Scalar& scalar() const { return d_; }

  // The nonce is hedged: fresh randomness, the key and the digest all enter it.
  Result<Signature> sign(ByteView message, Random& random,
                         std::string_view identity = default_identity) const;
  Result<Signature> sign_digest(const Digest& e, Random& random) const;

 private:
  PrivateKey(Scalar d, Scalar factor, const Point& public_key)
      : d_(std::move(d)), factor_(std::move(factor)), public_key_(public_key) {}
  Scalar d_;
  Scalar factor_;  // (1 + d)^-1
  Point public_key_;
};

// A nonzero nonce from fresh randomness, a secret and a message, so that a failing random source does not
// repeat it.
Result<Scalar> hedged_nonce(Random& random, const Scalar& secret, ByteView message);

// Error::out_of_range or Error::bad_signature if it does not hold.
Result<void> verify(const Point& public_key, ByteView message, const Signature& signature,
                    std::string_view identity = default_identity);
Result<void> verify_digest(const Point& public_key, const Digest& e, const Signature& signature);

// A public key that verifies often, with a table of its multiples: making it takes as long as a few
// verifications, each of which takes a fraction of the time of verify(). Copies share the 22 kB. Immutable,
// thread-safe.
class KnownPublicKey {
 public:
  explicit KnownPublicKey(const Point& public_key);
  const Point& public_key() const { return public_key_; }

  // As the functions above, under the default identity.
  Result<void> verify(ByteView message, const Signature& signature) const;
  Result<void> verify_digest(const Digest& e, const Signature& signature) const;

 private:
  struct Table;
  Point public_key_;
  Digest identity_digest_;
  std::shared_ptr<const Table> table_;
};

// SEQUENCE { r INTEGER, s INTEGER }, strict DER both ways.
Bytes encode_der(const Signature& signature);
Result<Signature> decode_der(ByteView der);

}  // namespace palmkey::core::sm2
