#include "pki/signer.hpp"

namespace palmkey::pki {

Signer signer_with(const core::sm2::PrivateKey& key, core::Random& random) {
  return [&key, &random](core::ByteView tbs) { return key.sign(tbs, random); };
}

core::Result<core::sm2::Signature> sign_and_verify(const Signer& signer, const core::sm2::Point& public_key,
                                                   core::ByteView tbs) {
  PALMKEY_TRY(signature, signer(tbs));
  PALMKEY_CHECK(core::sm2::verify(public_key, tbs, signature));
  return signature;
}

}  // namespace palmkey::pki
