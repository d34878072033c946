// An independent verdict on SM2 signatures: OpenSSL's.
#pragma once

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <memory>

#include "core/sm2/signature.hpp"

namespace palmkey::test {

// Whether OpenSSL accepts the signature over the message under the default identity.
inline bool openssl_accepts(const core::sm2::Point& key, core::ByteView message,
                            const core::sm2::Signature& signature) {
  auto encoded = key.encode();
  OSSL_PARAM params[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, const_cast<char*>("SM2"), 0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, encoded.data(), encoded.size()),
      OSSL_PARAM_construct_end()};
  const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> maker(
      EVP_PKEY_CTX_new_from_name(nullptr, "SM2", nullptr), EVP_PKEY_CTX_free);
  EVP_PKEY* made = nullptr;
  if (EVP_PKEY_fromdata_init(maker.get()) != 1 ||
      EVP_PKEY_fromdata(maker.get(), &made, EVP_PKEY_PUBLIC_KEY, params) != 1)
    return false;
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> pkey(made, EVP_PKEY_free);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> with_id(
      EVP_PKEY_CTX_new(pkey.get(), nullptr), EVP_PKEY_CTX_free);
  EVP_MD_CTX_set_pkey_ctx(context.get(), with_id.get());
  const auto id = core::sm2::default_identity;
  if (EVP_PKEY_CTX_set1_id(with_id.get(), id.data(), id.size()) != 1 ||
      EVP_DigestVerifyInit(context.get(), nullptr, EVP_sm3(), nullptr, pkey.get()) != 1)
    return false;
  const core::Bytes der = core::sm2::encode_der(signature);
  return EVP_DigestVerify(context.get(), der.data(), der.size(), message.data(), message.size()) == 1;
}

}  // namespace palmkey::test
