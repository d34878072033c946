#include "pki/p256.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <memory>

#include "core/der.hpp"
#include "pki/openssl_errors.hpp"

namespace palmkey::pki {
namespace {

using core::Error;

OpenSslKey key_from(core::ByteView point65) {
  const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
      EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr), EVP_PKEY_CTX_free);
  char group[] = "P-256";
  OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, const_cast<std::uint8_t*>(point65.data()),
                                        point65.size()),
      OSSL_PARAM_construct_end()};
  EVP_PKEY* key = nullptr;
  if (!context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters) != 1) {
    return nullptr;
  }
  return OpenSslKey(key);
}

// The base point as a key (FIPS 186-4, D.1.2.3).
constexpr core::ByteArray<p256_point_size> base_point = {
    0x04, 0x6b, 0x17, 0xd1, 0xf2, 0xe1, 0x2c, 0x42, 0x47, 0xf8, 0xbc, 0xe6, 0xe5, 0x63, 0xa4, 0x40, 0xf2,
    0x77, 0x03, 0x7d, 0x81, 0x2d, 0xeb, 0x33, 0xa0, 0xf4, 0xa1, 0x39, 0x45, 0xd8, 0x98, 0xc2, 0x96, 0x4f,
    0xe3, 0x42, 0xe2, 0xfe, 0x1a, 0x7f, 0x9b, 0x8e, 0xe7, 0xeb, 0x4a, 0x7c, 0x0f, 0x9e, 0x16, 0x2b, 0xce,
    0x33, 0x57, 0x6b, 0x31, 0x5e, 0xce, 0xcb, 0xb6, 0x40, 0x68, 0x37, 0xbf, 0x51, 0xf5};

// Setting up the curve takes OpenSSL 20 microseconds, a third of a verification, and so a key is a copy of
// one that has it, with another point, which is checked to be on the curve.
OpenSslKey public_key_of(core::ByteView point65) {
  static const OpenSslKey model = key_from(base_point);
  if (!model) return nullptr;
  OpenSslKey key(EVP_PKEY_dup(model.get()));
  if (!key || EVP_PKEY_set1_encoded_public_key(key.get(), point65.data(), point65.size()) != 1)
    return nullptr;
  return key;
}

}  // namespace

core::Result<void> verify_p256(core::ByteView point65, core::ByteView message, core::ByteView signature64) {
  if (point65.size() != p256_point_size || point65[0] != 0x04) return Error::malformed;
  if (signature64.size() != p256_signature_size) return Error::malformed;
  const ForgottenErrors forgotten;
  const OpenSslKey key = public_key_of(point65);
  if (!key) return Error::not_on_curve;
  core::der::Writer der;
  der.sequence([&](core::der::Writer& w) {
    w.unsigned_integer(signature64.first(32));
    w.unsigned_integer(signature64.subspan(32));
  });
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  if (!context || EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) != 1 ||
      EVP_DigestVerify(context.get(), der.bytes().data(), der.bytes().size(), message.data(),
                       message.size()) != 1) {
    return Error::bad_signature;
  }
  return {};
}

core::Result<P256Key> P256Key::from(OpenSslKey key) {
  PALMKEY_TRY(point, p256_point(key.get()));
  return P256Key(std::move(key), point);
}

core::Result<P256Key> P256Key::generate() {
  PALMKEY_TRY(key, generate_p256());
  return from(std::move(key));
}

core::Result<P256Key> P256Key::decode(core::ByteView pkcs8_der) {
  PALMKEY_TRY(key, decode_pkcs8(pkcs8_der));
  return from(std::move(key));
}

core::Result<core::Secret> P256Key::encode() const {
  return encode_pkcs8(key_.get());
}

core::Result<core::ByteArray<p256_signature_size>> P256Key::sign(core::ByteView message) const {
  return sign_p256(key_.get(), message);
}

}  // namespace palmkey::pki
