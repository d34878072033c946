// Galois/Counter Mode (NIST SP 800-38D) over SM4 with a nonce of 12 and a tag of 16 bytes, as in RFC 8998.
#include <algorithm>

#include "core/constant_time.hpp"
#include "core/sm4.hpp"

namespace palmkey::core {
namespace {

constexpr std::size_t block_size = 16;
using Block = ByteArray<block_size>;

std::uint64_t load64(const std::uint8_t* bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 8; ++i) value = value << 8 | bytes[i];
  return value;
}

void store64(std::uint8_t* bytes, std::uint64_t value) {
  for (std::size_t i = 0; i < 8; ++i) bytes[i] = static_cast<std::uint8_t>(value >> (56 - 8 * i));
}

// An element of GF(2^128); the first bit, the coefficient of 1, is the uppermost of `high`.
struct Element {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
};

// SP 800-38D, algorithm 1, with masks in place of its branches.
Element multiply(const Element& x, const Element& y) {
  Element z;
  Element v = y;
  for (unsigned i = 0; i < 128; ++i) {
    const std::uint64_t bit = (i < 64 ? x.high >> (63 - i) : x.low >> (127 - i)) & 1;
    const std::uint64_t mask = mask_of_bit(bit);
    z.high ^= v.high & mask;
    z.low ^= v.low & mask;
    const std::uint64_t dropped = mask_of_bit(v.low & 1);
    v.low = v.low >> 1 | v.high << 63;
    v.high = v.high >> 1 ^ (dropped & 0xe100000000000000);
  }
  return z;
}

// GHASH, SP 800-38D, 6.4.
class Ghash {
 public:
  explicit Ghash(const Block& key) : key_(Element{load64(key.data()), load64(key.data() + 8)}) {}

  // Zeros fill up the last block.
  void update(ByteView data) {
    while (!data.empty()) {
      Block block{};
      const std::size_t size = std::min(data.size(), block.size());
      std::copy_n(data.begin(), size, block.begin());
      absorb(load64(block.data()), load64(block.data() + 8));
      data = data.subspan(size);
    }
  }

  void absorb(std::uint64_t high, std::uint64_t low) {
    sum_.value = multiply({sum_.value.high ^ high, sum_.value.low ^ low}, key_.value);
  }

  Block value() const {
    Block block;
    store64(block.data(), sum_.value.high);
    store64(block.data() + 8, sum_.value.low);
    return block;
  }

 private:
  Wiped<Element> key_;
  Wiped<Element> sum_;
};

// What one key and nonce yield: the hash key and the key stream, of which the first block hides the tag.
class Gcm {
 public:
  Gcm(ByteView key16, ByteView nonce12, std::size_t text_size)
      : stream_(2 * block_size + (text_size + block_size - 1) / block_size * block_size) {
    // A zero block for the hash key, then the nonce with the counters 1, 2, 3, ...
    const MutableByteView blocks = stream_.mutable_view();
    std::uint32_t counter = 0;
    for (std::size_t at = block_size; at < blocks.size(); at += block_size) {
      ++counter;
      std::copy_n(nonce12.begin(), gcm_nonce_size, blocks.begin() + static_cast<std::ptrdiff_t>(at));
      for (std::size_t i = 0; i < 4; ++i) {
        blocks[at + 12 + i] = static_cast<std::uint8_t>(counter >> (24 - 8 * i));
      }
    }
    Sm4(key16).encrypt_blocks(blocks);
  }

  // `text` and its key stream combined, which encrypts as well as decrypts.
  void apply(ByteView text, MutableByteView out) const {
    const ByteView stream = stream_.view().subspan(2 * block_size);
    for (std::size_t i = 0; i < text.size(); ++i) out[i] = text[i] ^ stream[i];
  }

  Block tag(ByteView associated, ByteView ciphertext) const {
    Wiped<Block> hash_key;
    std::copy_n(stream_.view().begin(), block_size, hash_key.value.begin());
    Ghash ghash(hash_key.value);
    ghash.update(associated);
    ghash.update(ciphertext);
    ghash.absorb(associated.size() * 8, ciphertext.size() * 8);
    Block tag = ghash.value();
    for (std::size_t i = 0; i < tag.size(); ++i) tag[i] ^= stream_.view()[block_size + i];
    return tag;
  }

 private:
  Secret stream_;
};

}  // namespace

Bytes sm4_gcm_seal(ByteView key16, ByteView nonce12, ByteView associated, ByteView plaintext) {
  const Gcm gcm(key16, nonce12, plaintext.size());
  Bytes sealed(plaintext.size());
  gcm.apply(plaintext, sealed);
  const Block tag = gcm.tag(associated, sealed);
  sealed.insert(sealed.end(), tag.begin(), tag.end());
  return sealed;
}

Result<Secret> sm4_gcm_open(ByteView key16, ByteView nonce12, ByteView associated, ByteView sealed) {
  if (sealed.size() < gcm_tag_size) return Error::decryption_failed;
  const ByteView ciphertext = sealed.first(sealed.size() - gcm_tag_size);
  const Gcm gcm(key16, nonce12, ciphertext.size());
  if (!equal_constant_time(gcm.tag(associated, ciphertext), sealed.last(gcm_tag_size))) {
    return Error::decryption_failed;
  }
  Secret plaintext(ciphertext.size());
  gcm.apply(ciphertext, plaintext.mutable_view());
  return plaintext;
}

}  // namespace palmkey::core
