// SM4 (GB/T 32907) in GCM (RFC 8998): constant-time, no table indexed by a secret.
#pragma once

#include "core/bytes.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"

namespace palmkey::core {

inline constexpr std::size_t sm4_key_size = 16;
inline constexpr std::size_t gcm_nonce_size = 12;
inline constexpr std::size_t gcm_tag_size = 16;

// One block, for the modes of the standards that need it (SM2EnvelopedKey uses ECB).
class Sm4 {
 public:
  explicit Sm4(ByteView key16);  // precondition: 16 bytes
  ~Sm4();
  Sm4(const Sm4&) = delete;
  Sm4& operator=(const Sm4&) = delete;
  ByteArray<16> encrypt_block(ByteView block16) const;
  ByteArray<16> decrypt_block(ByteView block16) const;
  // Any number of whole blocks, each by itself and in place. Sixteen take the time of one.
  void encrypt_blocks(MutableByteView blocks) const;
  void decrypt_blocks(MutableByteView blocks) const;

 private:
  std::array<std::uint32_t, 32> round_keys_{};
};

// Ciphertext followed by the 16-byte tag. A key must never see the same nonce twice.
Bytes sm4_gcm_seal(ByteView key16, ByteView nonce12, ByteView associated, ByteView plaintext);

// The plaintext, or Error::decryption_failed, in which case nothing of it is released.
Result<Secret> sm4_gcm_open(ByteView key16, ByteView nonce12, ByteView associated, ByteView sealed);

}  // namespace palmkey::core
