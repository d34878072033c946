// How hedged_nonce derives a nonce, which the lanes do as well: HKDF-SM3 of this salt, fresh randomness and
// the secret, with the digest of the message as info.
#pragma once

#include <cstddef>
#include <string_view>

namespace palmkey::core::sm2 {

inline constexpr std::string_view nonce_salt = "PalmKey SM2 nonce";

// So many bytes are reduced modulo n, which leaves a bias of 2^-128 at most.
inline constexpr std::size_t nonce_bytes = 48;

}  // namespace palmkey::core::sm2
