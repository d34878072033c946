#include "core/sm2/batch.hpp"
#include "core/sm2/encryption.hpp"
#include "core/sm2/field_digits.hpp"
#include "core/sm2/point_access.hpp"
#include "core/sm2/point_multiplications.hpp"
#include "core/sm2/signature.hpp"
#include "tests/constant_time/marks.hpp"
#include "tests/constant_time/operations.hpp"

namespace palmkey::constant_time {
namespace {

using namespace core;
using sm2::Point;
using sm2::PrivateKey;
using sm2::Scalar;

Scalar scalar() {
  MarkedRandom random;
  Scalar drawn = value_of(Scalar::random(random));
  secret(drawn);
  return drawn;
}

Point other_point() {
  ByteArray<1> two{2};
  return value_of(sm2::multiply_base(Scalar::reduce(two)));
}

// Made of public bytes and then marked, but for the public key.
PrivateKey private_key() {
  ByteArray<32> d{};
  d.fill(0x37);
  PrivateKey key = value_of(PrivateKey::decode(d));
  const Point public_key = key.public_key();
  secret(key);
  take_result(key.public_key());
  if (!(key.public_key() == public_key)) give_up("the public key was changed");
  return key;
}

const Digest digest{1, 2, 3};

void scalar_encoding() {
  Secret bytes(32);
  bytes.mutable_view()[31] = 9;
  const Scalar read = value_of(Scalar::decode_nonzero(secret(bytes).view()));
  take_result(read.encode());
}

void scalar_reduction() {
  const Secret bytes(48);
  take_result(Scalar::reduce(secret(bytes).view()));
}

void scalar_arithmetic() {
  const Scalar a = scalar();
  const Scalar b = scalar();
  take_result((a + b) * (a - b).negate());
  if (a.equals(b) != b.equals(a)) give_up("scalars compare as they like");
}

void scalar_inversion() {
  take_result(scalar().inverse());
}

void base_multiplication() {
  take_result(value_of(sm2::multiply_base(scalar())));
}

void point_multiplication() {
  take_result(value_of(sm2::multiply(scalar(), other_point())));
}

void point_addition() {
  const Point a = other_point();
  const Point b = Point::base();
  take_result(value_of(sm2::add(secret(a), secret(b))));
}

void double_multiplication() {
  take_result(value_of(sm2::multiply_base_add(scalar(), scalar(), other_point())));
}

// What WebAssembly multiplies with, in native code.
void multiplication_in_digits() {
  constexpr auto path = sm2::PointMultiplications<sm2::DigitsField>::path("digits of 29 bits");
  const Scalar k = scalar();
  sm2::AffinePoint base{};
  sm2::AffinePoint other{};
  take_result(path.multiply_base(base, k.limbs()));
  take_result(path.multiply(other, k.limbs(), sm2::PointAccess::affine(other_point())));
  take_result(base);
  take_result(other);
  sm2::AffinePoint sum{};
  take_result(path.add(sum, secret(base), secret(other)));
  take_result(sum);
}

void key_making() {
  MarkedRandom random;
  const PrivateKey key = value_of(PrivateKey::generate(random));
  take_result(key.encode());
}

void nonce() {
  MarkedRandom random;
  take_result(value_of(sm2::hedged_nonce(random, scalar(), digest)));
}

void signing() {
  MarkedRandom random;
  take_result(value_of(private_key().sign_digest(digest, random)));
}

// Of a secret message: nothing of it but the signature may be seen.
void signing_of_a_secret() {
  MarkedRandom random;
  const Secret message(100);
  take_result(value_of(private_key().sign(secret(message).view(), random)));
}

void batch_signing() {
  MarkedRandom random;
  const std::vector<Digest> digests(3, digest);
  for (const sm2::Signature& signature : value_of(sm2::sign_digests(private_key(), digests, random)))
    take_result(signature);
}

void encryption() {
  MarkedRandom random;
  const Secret plaintext(70);
  const sm2::Ciphertext sent = value_of(sm2::encrypt(other_point(), secret(plaintext).view(), random));
  if (sm2::encode_der(sent).empty()) give_up("nothing was written");
}

void decryption() {
  MarkedRandom random;
  const PrivateKey key = private_key();
  const Secret plaintext(70);
  const sm2::Ciphertext sent = value_of(sm2::encrypt(key.public_key(), plaintext.view(), random));
  take_result(value_of(sm2::decrypt(key, sent)));
}

void refused_decryption() {
  MarkedRandom random;
  const PrivateKey key = private_key();
  const Secret plaintext(70);
  sm2::Ciphertext sent = value_of(sm2::encrypt(key.public_key(), plaintext.view(), random));
  sent.c3[7] ^= 1;
  if (sm2::decrypt(key, sent).has_value()) give_up("a wrong digest was accepted");
}

}  // namespace

std::vector<Operation> curve_operations() {
  return {{"SM2 scalar, reading and writing", scalar_encoding},
          {"SM2 scalar, reduction modulo n", scalar_reduction},
          {"SM2 scalar, arithmetic", scalar_arithmetic},
          {"SM2 scalar, inversion", scalar_inversion},
          {"SM2 point, k·G", base_multiplication},
          {"SM2 point, k·P", point_multiplication},
          {"SM2 point, P + Q", point_addition},
          {"SM2 point, a·G + b·P", double_multiplication},
          {"multiplication in digits of 29 bits", multiplication_in_digits},
          {"SM2 key, making", key_making},
          {"SM2 nonce, hedged", nonce},
          {"SM2 signature", signing},
          {"SM2 signature of a secret message", signing_of_a_secret},
          {"SM2 signatures, several", batch_signing},
          {"SM2 encryption", encryption},
          {"SM2 decryption", decryption},
          {"SM2 decryption, refused", refused_decryption}};
}

}  // namespace palmkey::constant_time
