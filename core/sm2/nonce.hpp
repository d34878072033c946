// How hedged_nonce derives a nonce, which the lanes do as well: HMAC-SM3 over this label, the message and a
// counter of one byte from 1 on, under fresh randomness and the secret as a key of one block.
#pragma once

#include <cstddef>
#include <string_view>

namespace palmkey::core::sm2 {

inline constexpr std::string_view nonce_label = "nonce of PalmKey";

// So many bytes are reduced modulo n, which leaves a bias of 2^-128 at most.
inline constexpr std::size_t nonce_bytes = 48;

}  // namespace palmkey::core::sm2
