#include "core/sm2/signature.hpp"

#include <algorithm>
#include <array>

#include "core/constant_time.hpp"
#include "core/sm2/nonce.hpp"
#include "core/sm2/point_access.hpp"

namespace palmkey::core::sm2 {
namespace {

// The first part of Z's input that is the same for everybody: a, b and G (GB/T 32918.5).
constexpr ByteArray<128> curve_parameters = {
    0xff, 0xff, 0xff, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfc,
    0x28, 0xe9, 0xfa, 0x9e, 0x9d, 0x9f, 0x5e, 0x34, 0x4d, 0x5a, 0x9e, 0x4b, 0xcf, 0x65, 0x09, 0xa7,
    0xf3, 0x97, 0x89, 0xf5, 0x15, 0xab, 0x8f, 0x92, 0xdd, 0xbc, 0xbd, 0x41, 0x4d, 0x94, 0x0e, 0x93,
    0x32, 0xc4, 0xae, 0x2c, 0x1f, 0x19, 0x81, 0x19, 0x5f, 0x99, 0x04, 0x46, 0x6a, 0x39, 0xc9, 0x94,
    0x8f, 0xe3, 0x0b, 0xbf, 0xf2, 0x66, 0x0b, 0xe1, 0x71, 0x5a, 0x45, 0x89, 0x33, 0x4c, 0x74, 0xc7,
    0xbc, 0x37, 0x36, 0xa2, 0xf4, 0xf6, 0x77, 0x9c, 0x59, 0xbd, 0xce, 0xe3, 0x6b, 0x69, 0x21, 0x53,
    0xd0, 0xa9, 0x87, 0x7c, 0xc6, 0x2a, 0x47, 0x40, 0x02, 0xdf, 0x32, 0xe5, 0x21, 0x39, 0xf0, 0xa0};

Digest digest_of(const Digest& identity, ByteView message) {
  Sm3 hash;
  hash.update(identity);
  hash.update(message);
  return hash.finish();
}

// GB/T 32918.2, 7.1. `sum_has_x(s, t, v)` says whether s·G + t·P is finite with x = v mod n: instead of
// comparing e + x with r it is asked for r - e, which needs no inversion.
template <class SumHasX>
Result<void> verify_with(const Digest& e, const Signature& signature, const SumHasX& sum_has_x) {
  PALMKEY_TRY(r, Scalar::decode_nonzero(signature.r));
  PALMKEY_TRY(s, Scalar::decode_nonzero(signature.s));
  const Scalar t = r + s;
  if (t.is_zero()) return Error::bad_signature;
  if (!sum_has_x(s.limbs(), t.limbs(), (r - Scalar::reduce(e)).limbs())) return Error::bad_signature;
  return {};
}

}  // namespace

Digest identity_digest(const Point& public_key, std::string_view identity) {
  const std::size_t bits = identity.size() * 8;
  const ByteArray<2> entl = {static_cast<std::uint8_t>(bits >> 8), static_cast<std::uint8_t>(bits)};
  Sm3 hash;
  hash.update(entl);
  hash.update(as_bytes(identity));
  hash.update(curve_parameters);
  hash.update(public_key.x());
  hash.update(public_key.y());
  return hash.finish();
}

Digest message_digest(const Point& public_key, ByteView message, std::string_view identity) {
  return digest_of(identity_digest(public_key, identity), message);
}

Result<PrivateKey> PrivateKey::generate(Random& random) {
  // n - 1, the one scalar that is no private key, has a chance of 2^-256.
  PALMKEY_TRY(d, Scalar::random(random));
  return decode(d.encode().view());
}

Result<PrivateKey> PrivateKey::decode(ByteView bytes32) {
  PALMKEY_TRY(d, Scalar::decode_nonzero(bytes32));
  const Scalar sum = Scalar::one() + d;
  if (sum.is_zero()) return Error::out_of_range;
  PALMKEY_TRY(public_key, multiply_base(d));
  return PrivateKey(std::move(d), sum.inverse(), public_key);
}

Result<Scalar> hedged_nonce(Random& random, const Scalar& secret, ByteView message) {
  Wiped<ByteArray<64>> key;  // a block: fresh randomness, then the secret
  const MutableByteView view = key.value;
  PALMKEY_CHECK(random.fill(view.first(32)));
  const Secret encoded = secret.encode();
  std::copy(encoded.view().begin(), encoded.view().end(), view.begin() + 32);
  const HmacSm3 keyed(key.value);
  Wiped<std::array<Digest, 2>> output;
  std::uint8_t counter = 0;
  for (Digest& part : output.value) {
    HmacSm3 mac = keyed;
    mac.update(as_bytes(nonce_label));
    mac.update(message);
    ++counter;
    mac.update({&counter, 1});
    part = mac.finish();
  }
  Scalar nonce = Scalar::reduce({output.value.front().data(), nonce_bytes});
  if (nonce.is_zero()) return Error::random_failed;
  return nonce;
}

Result<Signature> PrivateKey::sign(ByteView message, Random& random, std::string_view identity) const {
  return sign_digest(message_digest(public_key_, message, identity), random);
}

// GB/T 32918.2, 6.1.
Result<Signature> PrivateKey::sign_digest(const Digest& e, Random& random) const {
  for (;;) {
    PALMKEY_TRY(k, hedged_nonce(random, d_, e));
    PALMKEY_TRY(point, multiply_base(k));
    const Scalar r = Scalar::reduce(e) + Scalar::reduce(point.x());
    if (r.is_zero() || (r + k).is_zero()) continue;
    // (1 + d)^-1 (k - r d) = (1 + d)^-1 (k + r) - r
    const Scalar s = factor_ * (k + r) - r;
    if (s.is_zero()) continue;
    return Signature{r.encode_public(), s.encode_public()};
  }
}

Result<void> verify(const Point& public_key, ByteView message, const Signature& signature,
                    std::string_view identity) {
  return verify_digest(public_key, message_digest(public_key, message, identity), signature);
}

Result<void> verify_digest(const Point& public_key, const Digest& e, const Signature& signature) {
  const AffinePoint point = PointAccess::affine(public_key);
  return verify_with(e, signature, [&](const Limbs& s, const Limbs& t, const Limbs& v) {
    return point_path().sum_has_x_public(s, t, point, v);
  });
}

struct KnownPublicKey::Table {
  KnownShape::Table entries;
};

KnownPublicKey::KnownPublicKey(const Point& public_key)
    : public_key_(public_key), identity_digest_(identity_digest(public_key)) {
  const auto table = std::make_shared<Table>();
  table_path().fill_known(table->entries, PointAccess::affine(public_key));
  table_ = table;
}

Result<void> KnownPublicKey::verify(ByteView message, const Signature& signature) const {
  return verify_digest(digest_of(identity_digest_, message), signature);
}

Result<void> KnownPublicKey::verify_digest(const Digest& e, const Signature& signature) const {
  return verify_with(e, signature, [&](const Limbs& s, const Limbs& t, const Limbs& v) {
    return table_path().sum_has_x(s, t, table_->entries, v);
  });
}

}  // namespace palmkey::core::sm2
