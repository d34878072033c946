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

OpenSslKey public_key_of(core::ByteView point65) {
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
