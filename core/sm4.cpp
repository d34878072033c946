#include "core/sm4.hpp"

#include <algorithm>
#include <bit>

#include "core/byte_order.hpp"
#include "core/constant_time.hpp"
#include "core/processor.hpp"
#include "core/sm4_paths.hpp"

namespace palmkey::core {
namespace {

const Sm4Path& fastest_path() {
#if defined(__x86_64__)
  if (processor_has(processor::avx512 | processor::gfni)) return sm4_gfni;
  if (processor_has(processor::aes)) return sm4_aes;
#endif
  return sm4_bitsliced;
}

// GB/T 32907, 7.3. CK byte j of word i is 7 (4 i + j) mod 256.
Sm4RoundKeys expand_key(ByteView key16) {
  constexpr std::array<std::uint32_t, 4> fk = {0xa3b1bac6, 0x56aa3350, 0x677d9197, 0xb27022dc};
  const Sm4Path& path = fastest_path();
  Sm4RoundKeys round_keys;
  Wiped<std::array<std::uint32_t, 4>> state;
  auto& k = state.value;
  for (std::size_t i = 0; i < 4; ++i) k[i] = load32(key16.data() + 4 * i) ^ fk[i];
  for (std::uint32_t i = 0; i < 32; ++i) {
    std::uint32_t ck = 0;
    for (std::uint32_t j = 0; j < 4; ++j) ck = ck << 8 | (7 * (4 * i + j) & 0xff);
    const std::uint32_t b = path.substitute(k[(i + 1) % 4] ^ k[(i + 2) % 4] ^ k[(i + 3) % 4] ^ ck);
    k[i % 4] ^= b ^ std::rotl(b, 13) ^ std::rotl(b, 23);
    round_keys[i] = k[i % 4];
  }
  return round_keys;
}

ByteArray<16> array_of(ByteView block16) {
  ByteArray<16> block;
  std::copy_n(block16.begin(), block.size(), block.begin());
  return block;
}

}  // namespace

Sm4::Sm4(ByteView key16) : round_keys_(expand_key(key16)) {}

Sm4::~Sm4() {
  wipe(round_keys_.data(), sizeof(round_keys_));
}

ByteArray<16> Sm4::encrypt_block(ByteView block16) const {
  ByteArray<16> block = array_of(block16);
  encrypt_blocks(block);
  return block;
}

ByteArray<16> Sm4::decrypt_block(ByteView block16) const {
  ByteArray<16> block = array_of(block16);
  decrypt_blocks(block);
  return block;
}

void Sm4::encrypt_blocks(MutableByteView blocks) const {
  fastest_path().encrypt(round_keys_, blocks);
}

void Sm4::decrypt_blocks(MutableByteView blocks) const {
  Wiped<Sm4RoundKeys> reversed;
  std::reverse_copy(round_keys_.begin(), round_keys_.end(), reversed.value.begin());
  fastest_path().encrypt(reversed.value, blocks);
}

}  // namespace palmkey::core
