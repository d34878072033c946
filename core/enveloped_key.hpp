// SM2EnvelopedKey (GB/T 35276, 7.4): a whole private key on its way to somebody else.
#pragma once

#include "core/bytes.hpp"
#include "core/random.hpp"
#include "core/result.hpp"
#include "core/sm2/point.hpp"
#include "core/sm2/signature.hpp"

namespace palmkey::core {

// DER of `key` for the holder of `recipient`: under a fresh SM4 key in ECB, which is encrypted with SM2.
// Nothing in the structure binds it to its sender: who receives it checks where it comes from.
Result<Bytes> envelop_key(const sm2::PrivateKey& key, const sm2::Point& recipient, Random& random);

// The private key. Error::malformed or not_on_curve for what is no such structure; decryption_failed for
// another recipient's, or if the key is not that of the public key beside it.
Result<sm2::PrivateKey> open_enveloped_key(ByteView der, const sm2::PrivateKey& recipient);

}  // namespace palmkey::core
