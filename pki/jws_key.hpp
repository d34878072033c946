// Keys that sign JSON Web Signatures (RFC 7515, 7518): what relying parties check ID tokens with.
#pragma once

#include <string>
#include <string_view>

#include "core/bytes.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "pki/openssl_key.hpp"

namespace palmkey::pki {

enum class JwsAlgorithm : std::uint8_t { es256, rs256 };

// "ES256" or "RS256".
std::string_view name(JwsAlgorithm algorithm);

// One thread at a time.
class JwsKey {
 public:
  // P-256 for ES256, RSA with 2,048 bits for RS256. Error::random_failed.
  static core::Result<JwsKey> generate(JwsAlgorithm algorithm);
  // From what encode() gave; the kind of key tells the algorithm. Error::malformed or Error::unsupported
  // (another curve, RSA below 2,048 bits).
  static core::Result<JwsKey> decode(core::ByteView pkcs8_der);
  // PKCS#8 DER.
  core::Result<core::Secret> encode() const;

  JwsAlgorithm algorithm() const { return algorithm_; }
  // `kid`: the SHA-256 thumbprint of RFC 7638 in base64url, so that equal keys have equal names.
  const std::string& key_id() const { return key_id_; }
  // One JWK as JSON text, public members with `use`, `alg` and `kid`.
  const std::string& public_jwk() const { return public_jwk_; }

  // The JWS signature over the signing input: r | s for ES256 (RFC 7518, 3.4), the RSA signature for RS256.
  core::Result<core::Bytes> sign(core::ByteView signing_input) const;

 private:
  static core::Result<JwsKey> from(OpenSslKey key);
  JwsKey(OpenSslKey key, JwsAlgorithm algorithm, std::string key_id, std::string public_jwk)
      : key_(std::move(key)),
        algorithm_(algorithm),
        key_id_(std::move(key_id)),
        public_jwk_(std::move(public_jwk)) {}
  OpenSslKey key_;
  JwsAlgorithm algorithm_;
  std::string key_id_;
  std::string public_jwk_;
};

}  // namespace palmkey::pki
