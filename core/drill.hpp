// "Can what is encrypted for this person still be opened?", asked before it matters: the one form that the
// content of such a message has. Whoever opens it answers with its SM3 only, and answers for nothing else, so
// that nobody who may ask for a drill has anything deciphered by it.
#pragma once

#include "core/random.hpp"
#include "core/sm2/encryption.hpp"
#include "core/sm3.hpp"

namespace palmkey::core {

// A line that no other content begins with, and 32 random bytes.
inline constexpr std::size_t drill_content_size = 16 + 32;

struct Drill {
  sm2::Ciphertext message;
  Digest digest{};  // SM3 of what it has to open to; the content itself is not kept
};

// Encrypts a fresh content to the key of a certificate, as others encrypt to it.
Result<Drill> make_drill(const sm2::Point& recipient, Random& random);

// Whether the message is as long as a drill: what is not need not be opened at all.
bool may_be_drill(const sm2::Ciphertext& message);

// The answer to a message that has opened to this. Error::malformed for all that is not exactly a drill's
// content.
Result<Digest> answer_to_drill(ByteView opened);

}  // namespace palmkey::core
