#include "core/sm2/lanes/nonces.hpp"

#if defined(PALMKEY_LANES)

#include <algorithm>

#include "core/constant_time.hpp"

namespace palmkey::core::sm2::lanes {
namespace {

PALMKEY_LANES_INLINE Words all(std::uint32_t value) {
  return _mm512_set1_epi32(static_cast<int>(value));
}

// Fills the rest of a block of a message that is `bits` long and ends before the word `from`: the one bit,
// zeros and the length.
PALMKEY_LANES_INLINE void pad(HashBlock& block, std::size_t from, std::uint32_t bits) {
  block.words[from] = all(0x80000000);
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
  pad(block, 8, (64 + 32) * 8);
  return compress(mac.outer, block);
}

// Where the words of sixteen lanes meet their bytes.
struct alignas(64) LaneBytes {
  std::uint32_t words[16][hash_width];

  // 4 to 64 bytes of one lane from the word `at` on.
  void set(std::size_t lane, std::size_t at, ByteView bytes) {
    for (std::size_t i = 0; i < bytes.size() / 4; ++i) {
      words[at + i][lane] = std::uint32_t{bytes[4 * i]} << 24 | std::uint32_t{bytes[4 * i + 1]} << 16 |
                            std::uint32_t{bytes[4 * i + 2]} << 8 | bytes[4 * i + 3];
    }
  }
  void get(std::size_t lane, MutableByteView bytes) const {
    for (std::size_t i = 0; i < bytes.size(); ++i)
      bytes[i] = static_cast<std::uint8_t>(words[i / 4][lane] >> (24 - 8 * (i % 4)));
  }
};

// The text is zero-padded to a block, which is what HMAC does with a key so short.
PALMKEY_LANES_CODE HashBlock block_of_text(std::string_view text) {
  HashBlock block{};
  for (std::size_t i = 0; i < 16; ++i) {
    std::uint32_t word = 0;
    for (std::size_t j = 4 * i; j < 4 * i + 4; ++j)
      word = word << 8 | (j < text.size() ? static_cast<std::uint8_t>(text[j]) : 0u);
    block.words[i] = all(word);
  }
  return block;
}

// HKDF (RFC 5869) from the 64 bytes of `key` and the SM3 of the 32 bytes of `digests`; the first 16 words of
// `out` become the output, of which the caller needs 48 bytes.
PALMKEY_LANES_CODE void derive(const LaneBytes& keys, const LaneBytes& digests, LaneBytes& out) {
  HashBlock block{};
  for (std::size_t i = 0; i < 8; ++i) block.words[i] = _mm512_load_si512(digests.words[i]);
  pad(block, 8, 32 * 8);
  const HashState info = compress(hash_start(), block);

  const Mac salted = keyed(block_of_text(nonce_salt));
  for (std::size_t i = 0; i < 16; ++i) block.words[i] = _mm512_load_si512(keys.words[i]);
  HashState inner = compress(salted.inner, block);
  pad(block, 0, (64 + 64) * 8);
  inner = compress(inner, block);
  const HashState extracted = finish(salted, inner);

  put(block, 0, extracted);
  for (std::size_t i = 8; i < 16; ++i) block.words[i] = all(0);
  const Mac mac = keyed(block);
  // T(1) = HMAC(info | 1)
  put(block, 0, info);
  pad(block, 9, (64 + 33) * 8);
  block.words[8] = all(0x01800000);
  block.words[9] = all(0);
  const HashState first = finish(mac, compress(mac.inner, block));
  // T(2) = HMAC(T(1) | info | 2)
  put(block, 0, first);
  put(block, 8, info);
  inner = compress(mac.inner, block);
  pad(block, 1, (64 + 65) * 8);
  block.words[0] = all(0x02800000);
  block.words[1] = all(0);
  const HashState second = finish(mac, compress(inner, block));
  for (std::size_t i = 0; i < 8; ++i) {
    _mm512_store_si512(out.words[i], first.words[i]);
    _mm512_store_si512(out.words[8 + i], second.words[i]);
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
