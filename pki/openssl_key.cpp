#include "pki/openssl_key.hpp"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <algorithm>

#include "core/der.hpp"
#include "pki/openssl_errors.hpp"

namespace palmkey::pki {
namespace {

using core::Error;

core::Result<core::Bytes> sign_sha256(evp_pkey_st* key, core::ByteView message) {
  const ForgottenErrors forgotten;
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  std::size_t size = 0;
  if (!context || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) != 1 ||
      EVP_DigestSign(context.get(), nullptr, &size, message.data(), message.size()) != 1) {
    return Error::unsupported;
  }
  core::Bytes signature(size);
  if (EVP_DigestSign(context.get(), signature.data(), &size, message.data(), message.size()) != 1) {
    return Error::random_failed;
  }
  signature.resize(size);
  return signature;
}

}  // namespace

void OpenSslKeyFree::operator()(evp_pkey_st* key) const noexcept {
  EVP_PKEY_free(key);
}

core::Result<OpenSslKey> generate_p256() {
  OpenSslKey key(EVP_EC_gen("P-256"));
  if (!key) return Error::random_failed;
  return key;
}

core::Result<OpenSslKey> generate_rsa_2048() {
  OpenSslKey key(EVP_RSA_gen(2048));
  if (!key) return Error::random_failed;
  return key;
}

core::Result<core::Secret> encode_pkcs8(evp_pkey_st* key) {
  const std::unique_ptr<PKCS8_PRIV_KEY_INFO, decltype(&PKCS8_PRIV_KEY_INFO_free)> info(
      EVP_PKEY2PKCS8(key), PKCS8_PRIV_KEY_INFO_free);
  const int size = info ? i2d_PKCS8_PRIV_KEY_INFO(info.get(), nullptr) : 0;
  if (size <= 0) return Error::unsupported;
  core::Secret der(static_cast<std::size_t>(size));
  unsigned char* out = der.mutable_view().data();
  if (i2d_PKCS8_PRIV_KEY_INFO(info.get(), &out) != size) return Error::unsupported;
  return der;
}

core::Result<OpenSslKey> decode_pkcs8(core::ByteView der) {
  core::der::Reader whole(der);
  PALMKEY_CHECK(whole.sequence());
  PALMKEY_CHECK(whole.expect_end());
  const ForgottenErrors forgotten;
  const unsigned char* in = der.data();
  const std::unique_ptr<PKCS8_PRIV_KEY_INFO, decltype(&PKCS8_PRIV_KEY_INFO_free)> info(
      d2i_PKCS8_PRIV_KEY_INFO(nullptr, &in, static_cast<long>(der.size())), PKCS8_PRIV_KEY_INFO_free);
  if (!info) return Error::malformed;
  OpenSslKey key(EVP_PKCS82PKEY(info.get()));
  if (!key) return Error::malformed;
  return key;
}

bool is_p256(evp_pkey_st* key) {
  std::array<char, 32> group{};
  std::size_t size = 0;
  return EVP_PKEY_is_a(key, "EC") == 1 &&
         EVP_PKEY_get_group_name(key, group.data(), group.size(), &size) == 1 &&
         std::string_view(group.data(), size) == "prime256v1";
}

bool is_rsa(evp_pkey_st* key) {
  return EVP_PKEY_is_a(key, "RSA") == 1;
}

core::Result<core::ByteArray<65>> p256_point(evp_pkey_st* key) {
  if (!is_p256(key)) return Error::unsupported;
  core::ByteArray<32> x{};
  core::ByteArray<32> y{};
  BIGNUM* number_x = nullptr;
  BIGNUM* number_y = nullptr;
  const bool read = EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_EC_PUB_X, &number_x) == 1 &&
                    EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_EC_PUB_Y, &number_y) == 1 &&
                    BN_bn2binpad(number_x, x.data(), 32) == 32 && BN_bn2binpad(number_y, y.data(), 32) == 32;
  BN_free(number_x);
  BN_free(number_y);
  if (!read) return Error::unsupported;
  core::ByteArray<65> point{0x04};
  std::copy(y.begin(), y.end(), std::copy(x.begin(), x.end(), point.begin() + 1));
  return point;
}

core::Result<core::ByteArray<64>> sign_p256(evp_pkey_st* key, core::ByteView message) {
  if (!is_p256(key)) return Error::unsupported;
  PALMKEY_TRY(der, sign_sha256(key, message));
  core::der::Reader whole(der);
  PALMKEY_TRY(reader, whole.sequence());
  PALMKEY_TRY(r, reader.integer32());
  PALMKEY_TRY(s, reader.integer32());
  core::ByteArray<64> raw{};
  std::copy(s.begin(), s.end(), std::copy(r.begin(), r.end(), raw.begin()));
  return raw;
}

core::Result<core::Bytes> sign_rsa(evp_pkey_st* key, core::ByteView message) {
  if (!is_rsa(key)) return Error::unsupported;
  return sign_sha256(key, message);
}

}  // namespace palmkey::pki
