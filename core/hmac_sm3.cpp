// HMAC (RFC 2104), HKDF (RFC 5869) and PBKDF2 (RFC 8018) over SM3.
#include <algorithm>

#include "core/byte_order.hpp"
#include "core/constant_time.hpp"
#include "core/sm3.hpp"
#include "core/sm3_compress.hpp"

namespace palmkey::core {

namespace {

using Block = ByteArray<sm3_block_size>;

// The key filled up with zeros, or the digest of a long one (RFC 2104, 2).
void pad_key(ByteView key, Block& block) {
  if (key.size() > block.size()) {
    const Wiped<Digest> short_key(sm3(key));
    std::copy(short_key.value.begin(), short_key.value.end(), block.begin());
  } else {
    std::copy(key.begin(), key.end(), block.begin());
  }
}

constexpr std::uint8_t inner_pad = 0x36;
constexpr std::uint8_t outer_pad = 0x5c;

void add_pad(Block& block, std::uint8_t pad) {
  for (auto& byte : block) byte ^= pad;
}

}  // namespace

HmacSm3::HmacSm3(ByteView key) {
  Wiped<Block> pad;
  pad_key(key, pad.value);
  add_pad(pad.value, inner_pad);
  inner_.update(pad.value);
  add_pad(pad.value, inner_pad ^ outer_pad);
  outer_.update(pad.value);
}

void HmacSm3::update(ByteView data) {
  inner_.update(data);
}

Digest HmacSm3::finish() {
  const Wiped<Digest> inner(inner_.finish());
  outer_.update(inner.value);
  return outer_.finish();
}

Digest hmac_sm3(ByteView key, ByteView data) {
  HmacSm3 mac(key);
  mac.update(data);
  return mac.finish();
}

Secret hkdf_sm3(ByteView salt, ByteView input_key, ByteView info, std::size_t size) {
  // An absent salt is 32 zero bytes, and HMAC pads a key with zeros anyway.
  const Wiped<Digest> extracted(hmac_sm3(salt, input_key));
  const HmacSm3 keyed(extracted.value);
  Secret out(size);
  Wiped<Digest> block;
  std::uint8_t counter = 0;
  for (std::size_t done = 0; done < size; done += block.value.size()) {
    HmacSm3 mac = keyed;
    if (counter > 0) mac.update(block.value);
    ++counter;
    mac.update(info);
    mac.update({&counter, 1});
    block.value = mac.finish();
    const auto rest = out.mutable_view().subspan(done);
    std::copy_n(block.value.begin(), std::min(rest.size(), block.value.size()), rest.begin());
  }
  return out;
}

namespace {

// HMAC of values as long as a digest, many times with one key: the state after each pad is kept, and each of
// the two hashes is one compression of words that need no buffer.
class ChainedHmac {
 public:
  ~ChainedHmac() { wipe_dead_stack(); }
  ChainedHmac(const ChainedHmac&) = delete;
  ChainedHmac& operator=(const ChainedHmac&) = delete;

  explicit ChainedHmac(ByteView key) {
    Wiped<Block> pad;
    pad_key(key, pad.value);
    add_pad(pad.value, inner_pad);
    sm3_compress_blocks(inner_.value, pad.value);
    add_pad(pad.value, inner_pad ^ outer_pad);
    sm3_compress_blocks(outer_.value, pad.value);
  }

  // Replaces the value by its code.
  void apply(Sm3State& value) {
    hash(inner_.value, value);
    hash(outer_.value, value);
  }

 private:
  void hash(const Sm3State& start, Sm3State& value) {
    auto& words = words_.value;
    std::copy(value.begin(), value.end(), words.begin());
    // SM3's padding (GB/T 32905, 5.2) of a pad's block and a digest.
    words[8] = 0x80000000;
    std::fill(words.begin() + 9, words.end() - 1, 0);
    words[15] = 8 * (sm3_block_size + sizeof(Digest));
    value = start;
    sm3_compress(value, words);
  }

  Wiped<Sm3State> inner_{sm3_initial_state};
  Wiped<Sm3State> outer_{sm3_initial_state};
  Wiped<Sm3Words> words_;
};

Sm3State words_of(const Digest& digest) {
  Sm3State words;
  for (std::size_t i = 0; i < words.size(); ++i) words[i] = load32(digest.data() + 4 * i);
  return words;
}

}  // namespace

Secret pbkdf2_sm3(ByteView password, ByteView salt, std::uint32_t iterations, std::size_t size) {
  ChainedHmac chained(password);
  Secret out(size);
  Wiped<Digest> block;
  Wiped<Sm3State> u;
  Wiped<Sm3State> sum;
  std::uint32_t number = 0;
  for (std::size_t done = 0; done < size; done += block.value.size()) {
    ByteArray<4> suffix;
    store32(suffix.data(), ++number);
    HmacSm3 first(password);
    first.update(salt);
    first.update(suffix);
    block.value = first.finish();
    u.value = words_of(block.value);
    sum.value = u.value;
    for (std::uint32_t i = 1; i < iterations; ++i) {
      chained.apply(u.value);
      for (std::size_t j = 0; j < sum.value.size(); ++j) sum.value[j] ^= u.value[j];
    }
    for (std::size_t j = 0; j < sum.value.size(); ++j) store32(block.value.data() + 4 * j, sum.value[j]);
    const auto rest = out.mutable_view().subspan(done);
    std::copy_n(block.value.begin(), std::min(rest.size(), block.value.size()), rest.begin());
  }
  return out;
}

}  // namespace palmkey::core
