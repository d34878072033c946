#include "core/sm3.hpp"

#include <algorithm>
#include <cstring>

#include "core/byte_order.hpp"
#include "core/sm3_compress.hpp"

namespace palmkey::core {

Sm3::Sm3() : state_(sm3_initial_state) {}

Sm3::~Sm3() {
  wipe(block_.data(), block_.size());
  wipe(state_.data(), sizeof(state_));
}

void Sm3::reset() {
  wipe(block_.data(), block_.size());
  state_ = sm3_initial_state;
  length_ = 0;
}

void Sm3::update(ByteView data) {
  const std::size_t filled = length_ % block_.size();
  length_ += data.size();
  if (filled > 0) {
    const std::size_t taken = std::min(block_.size() - filled, data.size());
    std::copy_n(data.begin(), taken, block_.begin() + static_cast<std::ptrdiff_t>(filled));
    data = data.subspan(taken);
    if (filled + taken < block_.size()) return;
    sm3_compress_blocks(state_, block_);
  }
  const std::size_t whole = data.size() / block_.size() * block_.size();
  sm3_compress_blocks(state_, data.first(whole));
  data = data.subspan(whole);
  std::copy(data.begin(), data.end(), block_.begin());
}

Digest Sm3::finish() {
  std::size_t filled = length_ % block_.size();
  block_[filled++] = 0x80;
  if (filled > block_.size() - 8) {
    std::memset(block_.data() + filled, 0, block_.size() - filled);
    sm3_compress_blocks(state_, block_);
    filled = 0;
  }
  std::memset(block_.data() + filled, 0, block_.size() - 8 - filled);
  const std::uint64_t bits = length_ * 8;
  store32(block_.data() + 56, static_cast<std::uint32_t>(bits >> 32));
  store32(block_.data() + 60, static_cast<std::uint32_t>(bits));
  sm3_compress_blocks(state_, block_);
  Digest digest;
  for (std::size_t i = 0; i < 8; ++i) store32(digest.data() + 4 * i, state_[i]);
  return digest;
}

Digest sm3(ByteView data) {
  Sm3 hash;
  hash.update(data);
  return hash.finish();
}

}  // namespace palmkey::core
