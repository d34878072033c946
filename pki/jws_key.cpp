#include "pki/jws_key.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>

#include "core/encoding.hpp"
#include "pki/digest.hpp"

namespace palmkey::pki {
namespace {

using core::Error;

constexpr int smallest_rsa_bits = 2048;

// A number of the public key, big-endian in base64url (RFC 7518, 6.3.1); empty if there is none.
std::string number_parameter(evp_pkey_st* key, const char* name) {
  BIGNUM* number = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &number) != 1) return {};
  core::Bytes bytes(static_cast<std::size_t>(BN_num_bytes(number)));
  BN_bn2bin(number, bytes.data());
  BN_free(number);
  return core::to_base64url(bytes);
}

// The members that the thumbprint is made of, in its order (RFC 7638, 3.2); base64url needs no escaping.
core::Result<std::string> required_members(evp_pkey_st* key) {
  if (is_p256(key)) {
    PALMKEY_TRY(point, p256_point(key));
    const core::ByteView xy = core::ByteView(point).subspan(1);
    return R"("crv":"P-256","kty":"EC","x":")" + core::to_base64url(xy.first(32)) + R"(","y":")" +
           core::to_base64url(xy.subspan(32)) + '"';
  }
  if (!is_rsa(key) || EVP_PKEY_get_bits(key) < smallest_rsa_bits) return Error::unsupported;
  return R"("e":")" + number_parameter(key, OSSL_PKEY_PARAM_RSA_E) + R"(","kty":"RSA","n":")" +
         number_parameter(key, OSSL_PKEY_PARAM_RSA_N) + '"';
}

}  // namespace

std::string_view name(JwsAlgorithm algorithm) {
  return algorithm == JwsAlgorithm::es256 ? "ES256" : "RS256";
}

core::Result<JwsKey> JwsKey::from(OpenSslKey key) {
  PALMKEY_TRY(members, required_members(key.get()));
  const JwsAlgorithm algorithm = is_rsa(key.get()) ? JwsAlgorithm::rs256 : JwsAlgorithm::es256;
  std::string key_id = core::to_base64url(sha256(core::as_bytes("{" + members + "}")));
  std::string jwk = "{" + members + R"(,"use":"sig","alg":")" + std::string(name(algorithm)) +
                    R"(","kid":")" + key_id + "\"}";
  return JwsKey(std::move(key), algorithm, std::move(key_id), std::move(jwk));
}

core::Result<JwsKey> JwsKey::generate(JwsAlgorithm algorithm) {
  PALMKEY_TRY(key, algorithm == JwsAlgorithm::es256 ? generate_p256() : generate_rsa_2048());
  return from(std::move(key));
}

core::Result<JwsKey> JwsKey::decode(core::ByteView pkcs8_der) {
  PALMKEY_TRY(key, decode_pkcs8(pkcs8_der));
  return from(std::move(key));
}

core::Result<core::Secret> JwsKey::encode() const {
  return encode_pkcs8(key_.get());
}

core::Result<core::Bytes> JwsKey::sign(core::ByteView signing_input) const {
  if (algorithm_ == JwsAlgorithm::rs256) return sign_rsa(key_.get(), signing_input);
  PALMKEY_TRY(raw, sign_p256(key_.get(), signing_input));
  return core::Bytes(raw.begin(), raw.end());
}

}  // namespace palmkey::pki
