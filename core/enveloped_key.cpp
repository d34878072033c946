#include "core/enveloped_key.hpp"

#include "core/der.hpp"
#include "core/secret.hpp"
#include "core/sm2/encryption.hpp"
#include "core/sm4.hpp"

namespace palmkey::core {

namespace {

constexpr std::string_view kSm4Ecb = "1.2.156.10197.1.104.1";
constexpr std::string_view kSm4 = "1.2.156.10197.1.104";  // what some others name instead
constexpr std::size_t kScalarSize = 32;
constexpr std::size_t kPointSize = 65;

Result<void> expect_algorithm(der::Reader& input) {
  PALMKEY_TRY(algorithm, input.sequence());
  PALMKEY_TRY(oid, algorithm.oid());
  if (oid != kSm4Ecb && oid != kSm4) return Error::unsupported;
  if (!algorithm.at_end()) PALMKEY_CHECK(algorithm.null());
  return algorithm.expect_end();
}

}  // namespace

Result<Bytes> envelop_key(const sm2::PrivateKey& key, const sm2::Point& recipient, Random& random) {
  Secret sm4_key(sm4_key_size);
  PALMKEY_CHECK(random.fill(sm4_key.mutable_view()));
  PALMKEY_TRY(wrapped, sm2::encrypt(recipient, sm4_key.view(), random));
  Secret scalar = key.encode();
  Sm4(sm4_key.view()).encrypt_blocks(scalar.mutable_view());

  der::Writer out;
  out.sequence([&](der::Writer& envelope) {
    envelope.sequence([](der::Writer& algorithm) { algorithm.oid(kSm4Ecb); });
    envelope.raw(sm2::encode_der(wrapped));
    envelope.bits(key.public_key().encode());
    envelope.bits(scalar.view());
  });
  return out.take();
}

Result<sm2::PrivateKey> open_enveloped_key(ByteView der, const sm2::PrivateKey& recipient) {
  der::Reader outer(der);
  PALMKEY_TRY(envelope, outer.sequence());
  PALMKEY_CHECK(outer.expect_end());
  PALMKEY_CHECK(expect_algorithm(envelope));
  PALMKEY_TRY(cipher, envelope.expect(der::sequence));
  PALMKEY_TRY(wrapped, sm2::decode_cipher_der(cipher.whole));
  PALMKEY_TRY(point, envelope.bits());
  PALMKEY_TRY(encrypted, envelope.bits());
  PALMKEY_CHECK(envelope.expect_end());
  if (point.size() != kPointSize || encrypted.size() != kScalarSize) return Error::malformed;
  PALMKEY_TRY(public_key, sm2::Point::decode(point));

  PALMKEY_TRY(sm4_key, sm2::decrypt(recipient, wrapped));
  if (sm4_key.size() != sm4_key_size) return Error::decryption_failed;
  Secret scalar = Secret::copy_of(encrypted);
  Sm4(sm4_key.view()).decrypt_blocks(scalar.mutable_view());
  auto key = sm2::PrivateKey::decode(scalar.view());
  if (!key || !(key->public_key() == public_key)) return Error::decryption_failed;
  return key;
}

}  // namespace palmkey::core
