// GHASH (NIST SP 800-38D, 6.4), constant-time, for core/sm4_gcm.cpp.
//
// Elements of GF(2^128) are kept as POLYVAL has them (RFC 8452, 3): bit i is the coefficient of x^i, and a
// block is such an element with its bytes reversed, as long as the key is multiplied by x once (RFC 8452,
// appendix A). The product of two is a·b·x^-128, which can be reduced from below like a Montgomery product.
#pragma once

#include "core/bytes.hpp"
#include "core/constant_time.hpp"

namespace palmkey::core {

inline constexpr std::size_t ghash_block_size = 16;

struct GhashElement {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
};

// The key's powers 1 to 4, so that four blocks can be taken in with one reduction.
using GhashKey = std::array<GhashElement, 4>;

class Ghash {
 public:
  explicit Ghash(const ByteArray<ghash_block_size>& key);
  // Zeros fill up the last block.
  void update(ByteView data);
  // A block that says how many bytes were associated and how many encrypted.
  void update_lengths(std::uint64_t associated, std::uint64_t encrypted);
  ByteArray<ghash_block_size> value() const;

 private:
  void update_blocks(ByteView blocks);

  Wiped<GhashKey> key_;
  Wiped<GhashElement> sum_;
};

#if defined(__x86_64__)

// The same update of a sum by whole blocks with PCLMULQDQ, which the caller has made sure of.
void ghash_update_pclmul(GhashElement& sum, const GhashKey& key, ByteView blocks);

#endif

}  // namespace palmkey::core
