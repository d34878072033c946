// Many SM2 signatures or verifications at once: eight side by side where the processor has AVX512-IFMA, one
// after another elsewhere, with the same results. Worth it from two on.
#pragma once

#include <span>
#include <vector>

#include "core/sm2/signature.hpp"

namespace palmkey::core::sm2 {

// A signature of each digest e, in their order, as PrivateKey::sign_digest makes them, in constant time. The
// random source is asked for 32 bytes a signature, many signatures at once. Error::random_failed; then there
// are none.
Result<std::vector<Signature>> sign_digests(const PrivateKey& key, std::span<const Digest> digests,
                                            Random& random);

// The same of messages.
Result<std::vector<Signature>> sign_messages(const PrivateKey& key, std::span<const ByteView> messages,
                                             Random& random, std::string_view identity = default_identity);

// A signature to verify. The key must outlive the call.
struct SignedDigest {
  const Point* public_key = nullptr;
  Digest e{};
  Signature signature;
};

// What verify_digest answers for each, in their order; in variable time.
std::vector<Result<void>> verify_digests(std::span<const SignedDigest> items);

}  // namespace palmkey::core::sm2
