#include "core/sm2/lanes/nonces.hpp"

#if defined(PALMKEY_LANES)

#include <algorithm>

#include "core/byte_order.hpp"
#include "core/constant_time.hpp"

namespace palmkey::core::sm2::lanes {
namespace {

PALMKEY_LANES_INLINE Words all(std::uint32_t value) {
  return _mm512_set1_epi32(static_cast<int>(value));
}

// Fills the rest of a block of a message that is `bits` long and ends before the word `from`, whose first
// bits are those of `end`: zeros and the length.
PALMKEY_LANES_INLINE void pad(HashBlock& block, std::size_t from, std::uint32_t end, std::uint32_t bits) {
  block.words[from] = all(end);
  for (std::size_t i = from + 1; i < 15; ++i) block.words[i] = all(0);
  block.words[15] = all(bits);
}

// Eight words as the first or second half of a block.
PALMKEY_LANES_INLINE void put(HashBlock& block, std::size_t at, const HashState& words) {
  for (std::size_t i = 0; i < 8; ++i) block.words[at + i] = words.words[i];
}

// HMAC (RFC 2104) after its key has been hashed.
struct Mac {
  HashState inner;
  HashState outer;
};

PALMKEY_LANES_CODE Mac keyed(const HashBlock& key) {
  HashBlock inner{};
  HashBlock outer{};
  for (std::size_t i = 0; i < 16; ++i) {
    inner.words[i] = key.words[i] ^ all(0x36363636);
    outer.words[i] = key.words[i] ^ all(0x5c5c5c5c);
  }
  return {compress(hash_start(), inner), compress(hash_start(), outer)};
}

PALMKEY_LANES_CODE HashState finish(const Mac& mac, const HashState& inner_digest) {
  HashBlock block{};
  put(block, 0, inner_digest);
  pad(block, 8, 0x80000000, (64 + 32) * 8);
  return compress(mac.outer, block);
}

// Where the words of sixteen lanes meet their bytes.
struct alignas(64) LaneBytes {
  std::uint32_t words[16][hash_width];

  // 4 to 64 bytes of one lane from the word `at` on.
  void set(std::size_t lane, std::size_t at, ByteView bytes) {
    for (std::size_t i = 0; i < bytes.size() / 4; ++i) words[at + i][lane] = load32(bytes.data() + 4 * i);
  }
  void get(std::size_t lane, MutableByteView bytes) const {
    for (std::size_t i = 0; i < bytes.size(); ++i)
      bytes[i] = static_cast<std::uint8_t>(words[i / 4][lane] >> (24 - 8 * (i % 4)));
  }
};

// HMAC-SM3 of the label, a digest and a counter.
PALMKEY_LANES_CODE HashState part_of_nonce(const Mac& mac, const HashState& digest, std::uint32_t counter) {
  constexpr std::size_t label_words = nonce_label.size() / 4;
  static_assert(nonce_label.size() % 4 == 0);
  HashBlock block{};
  for (std::size_t i = 0; i < label_words; ++i)
    block.words[i] = all(load32(as_bytes(nonce_label).data() + 4 * i));
  put(block, label_words, digest);
  pad(block, label_words + 8, counter << 24 | 0x800000, (64 + nonce_label.size() + 32 + 1) * 8);
  return finish(mac, compress(mac.inner, block));
}

// The first 16 words of `out` become the output, of which the caller needs 48 bytes.
PALMKEY_LANES_CODE void derive(const LaneBytes& keys, const LaneBytes& digests, LaneBytes& out) {
  HashBlock key{};
  for (std::size_t i = 0; i < 16; ++i) key.words[i] = _mm512_load_si512(keys.words[i]);
  const Mac mac = keyed(key);
  HashState digest{};
  for (std::size_t i = 0; i < 8; ++i) digest.words[i] = _mm512_load_si512(digests.words[i]);
  for (std::uint32_t part = 0; part < 2; ++part) {
    const HashState words = part_of_nonce(mac, digest, part + 1);
    for (std::size_t i = 0; i < 8; ++i) _mm512_store_si512(out.words[8 * part + i], words.words[i]);
  }
}

}  // namespace

void hedged_nonces(std::span<const Randomness> randomness, const Scalar& secret,
                   std::span<const Digest> digests, std::span<NonceBytes> nonces) {
  Wiped<LaneBytes> keys;
  Wiped<LaneBytes> out;
  LaneBytes messages{};
  const Secret encoded = secret.encode();
  for (std::size_t lane = 0; lane < digests.size(); ++lane) {
    keys.value.set(lane, 0, randomness[lane]);
    keys.value.set(lane, 8, encoded.view());
    messages.set(lane, 0, digests[lane]);
  }
  derive(keys.value, messages, out.value);
  for (std::size_t lane = 0; lane < digests.size(); ++lane) out.value.get(lane, nonces[lane]);
}

}  // namespace palmkey::core::sm2::lanes

#endif
