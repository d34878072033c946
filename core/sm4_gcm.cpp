// Galois/Counter Mode (NIST SP 800-38D) over SM4 with a nonce of 12 and a tag of 16 bytes, as in RFC 8998.
#include <algorithm>

#include "core/byte_order.hpp"
#include "core/constant_time.hpp"
#include "core/ghash.hpp"
#include "core/sm4.hpp"
#include "core/sm4_paths.hpp"

namespace palmkey::core {
namespace {

using Block = ByteArray<sm4_block_size>;

// What one key and nonce yield: the hash key, the block that hides the tag, and the key stream, which is made
// a piece at a time.
class KeyStream {
 public:
  KeyStream(ByteView key16, ByteView nonce12, std::size_t text_size) : cipher_(key16), text_left_(text_size) {
    std::copy_n(nonce12.begin(), gcm_nonce_size, nonce_.begin());
    // A block of zeros for the hash key, then the nonce with the counters 1, 2, 3, ...
    const MutableByteView blocks = begin_piece(2 * sm4_block_size);
    write_counters(blocks.subspan(sm4_block_size));
    cipher_.encrypt_blocks(blocks);
    std::copy_n(blocks.begin(), sm4_block_size, hash_key_.value.begin());
    std::copy_n(blocks.begin() + sm4_block_size, sm4_block_size, tag_mask_.value.begin());
    ready_ = blocks.subspan(2 * sm4_block_size);
  }

  const Block& hash_key() const { return hash_key_.value; }
  const Block& tag_mask() const { return tag_mask_.value; }

  // The next bytes of the key stream: at least one and at most `wanted`, whole blocks but at the end of the
  // text. They stay as they are until the next call. Precondition: `wanted` bytes of the text are left.
  ByteView next(std::size_t wanted) {
    if (ready_.empty()) {
      const MutableByteView blocks = begin_piece(0);
      write_counters(blocks);
      cipher_.encrypt_blocks(blocks);
      ready_ = blocks;
    }
    const ByteView piece = ready_.first(std::min(wanted, ready_.size()));
    ready_ = ready_.subspan(piece.size());
    return piece;
  }

 private:
  // As much of the buffer as holds `before` bytes and what is left of the text, in whole blocks.
  MutableByteView begin_piece(std::size_t before) {
    const std::size_t text = std::min(text_left_, buffer_.value.size() - before);
    text_left_ -= text;
    const std::size_t blocks = (before + text + sm4_block_size - 1) / sm4_block_size;
    return MutableByteView(buffer_.value).first(blocks * sm4_block_size);
  }

  void write_counters(MutableByteView blocks) {
    for (; !blocks.empty(); blocks = blocks.subspan(sm4_block_size)) {
      std::copy(nonce_.begin(), nonce_.end(), blocks.begin());
      store32(blocks.data() + gcm_nonce_size, ++counter_);
    }
  }

  Sm4 cipher_;
  ByteArray<gcm_nonce_size> nonce_{};
  std::uint32_t counter_ = 0;
  std::size_t text_left_;
  Wiped<Block> hash_key_;
  Wiped<Block> tag_mask_;
  // Sixty-four blocks keep every path of SM4 busy.
  Wiped<ByteArray<64 * sm4_block_size>> buffer_;
  ByteView ready_;
};

// Both directions are the same but for which of the two texts is the encrypted one.
enum class Direction { seal, open };

// Writes the other text to `out`, which is as long, and returns the tag.
template <Direction direction>
Block process(ByteView key16, ByteView nonce12, ByteView associated, ByteView text, std::uint8_t* out) {
  KeyStream stream(key16, nonce12, text.size());
  Ghash ghash(stream.hash_key());
  ghash.update(associated);
  for (std::size_t at = 0; at < text.size();) {
    const ByteView key = stream.next(text.size() - at);
    for (std::size_t i = 0; i < key.size(); ++i) out[at + i] = text[at + i] ^ key[i];
    ghash.update(direction == Direction::seal ? ByteView(out + at, key.size())
                                              : text.subspan(at, key.size()));
    at += key.size();
  }
  ghash.update_lengths(associated.size(), text.size());
  Block tag = ghash.value();
  for (std::size_t i = 0; i < tag.size(); ++i) tag[i] ^= stream.tag_mask()[i];
  return tag;
}

}  // namespace

Bytes sm4_gcm_seal(ByteView key16, ByteView nonce12, ByteView associated, ByteView plaintext) {
  Bytes sealed(plaintext.size() + gcm_tag_size);
  const Block tag = process<Direction::seal>(key16, nonce12, associated, plaintext, sealed.data());
  std::copy(tag.begin(), tag.end(), sealed.end() - gcm_tag_size);
  return sealed;
}

Result<Secret> sm4_gcm_open(ByteView key16, ByteView nonce12, ByteView associated, ByteView sealed) {
  if (sealed.size() < gcm_tag_size) return Error::decryption_failed;
  const ByteView ciphertext = sealed.first(sealed.size() - gcm_tag_size);
  Secret plaintext(ciphertext.size());
  const Block tag =
      process<Direction::open>(key16, nonce12, associated, ciphertext, plaintext.mutable_view().data());
  if (!equal_constant_time(tag, sealed.last(gcm_tag_size))) return Error::decryption_failed;
  return plaintext;
}

}  // namespace palmkey::core
