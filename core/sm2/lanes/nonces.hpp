// hedged_nonce of core/sm2/signature.hpp for sixteen digests at once.
#pragma once

#include <span>

#include "core/sm2/lanes/sm3.hpp"
#include "core/sm2/nonce.hpp"
#include "core/sm2/signature.hpp"

#if defined(PALMKEY_LANES)

namespace palmkey::core::sm2::lanes {

// What one hedged nonce is made of, beside the secret.
using Randomness = ByteArray<32>;

// The bytes that hedged_nonce reduces modulo n. Secret: the caller wipes them.
using NonceBytes = ByteArray<nonce_bytes>;

// As hedged_nonce gives for each digest when its random source gives the randomness of the same index. At
// most hash_width of each, as many of the one as of the others.
void hedged_nonces(std::span<const Randomness> randomness, const Scalar& secret,
                   std::span<const Digest> digests, std::span<NonceBytes> nonces);

}  // namespace palmkey::core::sm2::lanes

#endif
