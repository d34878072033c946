// "Can I still open what is encrypted for me?", asked before it matters: a message of random bytes to one of
// the holder's certificates, which is decrypted as any other.
#pragma once

#include "core/device/state.hpp"
#include "core/random.hpp"
#include "core/sm2/encryption.hpp"

namespace palmkey::core::device {

struct Drill {
  sm2::Ciphertext message;
  Digest content{};  // SM3 of what it has to open to
};

// Encrypts to the key in the certificate, as others do. What Certificate says if that cannot be read.
Result<Drill> make_drill(const EncryptionKey& key, Random& random);

// Whether the message has opened to what it was made of.
bool has_passed(const Drill& drill, ByteView opened);

}  // namespace palmkey::core::device
