// SM2 signatures in lanes.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/sm2/lanes/target.hpp"
#include "core/sm2/signature.hpp"

#if defined(PALMKEY_LANES)

namespace palmkey::core::sm2::lanes {

// The x coordinates of k·G for secret k in [1, n-1], in constant time, as numbers; 0 for the one k of 2^256
// that the formulas do not hold for. No more than `group_limit` times eight.
inline constexpr std::size_t group_limit = 8;
void multiply_base_x(std::span<const Scalar> multipliers, std::span<ByteArray<32>> x);

// A signature for each digest, with the nonces that PrivateKey::sign_digest would take from the same random
// bytes, or nothing for those that need another nonce: one chance in 2^254. Error::random_failed.
Result<std::vector<std::optional<Signature>>> sign(const PrivateKey& key, std::span<const Digest> digests,
                                                   Random& random);

}  // namespace palmkey::core::sm2::lanes

#endif
