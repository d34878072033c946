// SM3 (GB/T 32905), HMAC-SM3, HKDF-SM3 (RFC 5869) and PBKDF2-HMAC-SM3 (RFC 8018).
#pragma once

#include "core/bytes.hpp"
#include "core/secret.hpp"

namespace palmkey::core {

using Digest = ByteArray<32>;

class Sm3 {
 public:
  Sm3();
  ~Sm3();  // wipes
  Sm3(const Sm3&) = default;
  Sm3& operator=(const Sm3&) = default;
  void update(ByteView data);
  // The digest of all that was given; the object must not be used again but for reset().
  Digest finish();
  void reset();

 private:
  ByteArray<64> block_{};
  std::array<std::uint32_t, 8> state_{};
  std::uint64_t length_ = 0;
};

Digest sm3(ByteView data);

class HmacSm3 {
 public:
  explicit HmacSm3(ByteView key);
  void update(ByteView data);
  Digest finish();

 private:
  Sm3 inner_;
  Sm3 outer_;
};

Digest hmac_sm3(ByteView key, ByteView data);

// HKDF extract and expand; `size` at most 255 * 32 bytes.
Secret hkdf_sm3(ByteView salt, ByteView input_key, ByteView info, std::size_t size);

// PBKDF2 with HMAC-SM3. `iterations` at least 1.
Secret pbkdf2_sm3(ByteView password, ByteView salt, std::uint32_t iterations, std::size_t size);

}  // namespace palmkey::core
