// Who signs: certificates, CRLs and OCSP answers are signed by a function that is handed in, so that the key
// may be a file's, a token's or the two parties'.
#pragma once

#include <functional>

#include "core/bytes.hpp"
#include "core/random.hpp"
#include "core/result.hpp"
#include "core/sm2/signature.hpp"

namespace palmkey::pki {

// SM2 with SM3 over `tbs` under the default identity.
using Signer = std::function<core::Result<core::sm2::Signature>(core::ByteView tbs)>;

// Signs with a key held whole. Both must outlive the signer.
Signer signer_with(const core::sm2::PrivateKey& key, core::Random& random);

// Signs and verifies the signature under the key that it is meant for, so that a fault or a wrong key never
// leaves. Error::bad_signature then.
core::Result<core::sm2::Signature> sign_and_verify(const Signer& signer, const core::sm2::Point& public_key,
                                                   core::ByteView tbs);

}  // namespace palmkey::pki
