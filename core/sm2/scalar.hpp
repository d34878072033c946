// Integers modulo n, the order of the SM2 base point. A scalar is a secret: move-only, wiped, constant-time
// throughout.
#pragma once

#include "core/bytes.hpp"
#include "core/random.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"

namespace palmkey::core::sm2 {

class Scalar {
 public:
  Scalar() = default;  // zero
  Scalar(const Scalar&) = delete;
  Scalar& operator=(const Scalar&) = delete;
  Scalar(Scalar&& other) noexcept;
  Scalar& operator=(Scalar&& other) noexcept;
  ~Scalar();
  bool operator==(const Scalar&) const = delete;
  Scalar clone() const;

  // 32 bytes big-endian, in [0, n-1]; Error::malformed or Error::out_of_range otherwise.
  static Result<Scalar> decode(ByteView bytes32);
  // The same, and zero is Error::out_of_range too.
  static Result<Scalar> decode_nonzero(ByteView bytes32);
  // Any number of bytes up to 64, big-endian, reduced modulo n.
  static Scalar reduce(ByteView bytes);
  // Uniform in [1, n-1].
  static Result<Scalar> random(Random& random);
  static Scalar one();

  Secret encode() const;                // 32 bytes big-endian, for secret values
  ByteArray<32> encode_public() const;  // the same, for values that are public

  Scalar operator+(const Scalar& other) const;
  Scalar operator-(const Scalar& other) const;
  Scalar operator*(const Scalar& other) const;
  Scalar negate() const;
  Scalar inverse() const;  // of zero: zero
  // Whether it is zero. The answer is treated as public; finding it takes constant time.
  bool is_zero() const;
  // Whether both are equal, in constant time; the answer is treated as public.
  bool equals(const Scalar& other) const;

  // Little-endian 64-bit limbs, fully reduced, not in Montgomery form. For multiplication of points.
  const std::array<std::uint64_t, 4>& limbs() const { return limbs_; }

 private:
  // The limbs that `make` returns, in their place; what its frame held besides is wiped.
  template <class Make>
  explicit Scalar(const Make& make);
  std::array<std::uint64_t, 4> limbs_{};
};

}  // namespace palmkey::core::sm2
