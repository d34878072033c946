// How the device keeps its secret scalars: each masked by a key made from the PIN, with no check value of
// any kind. docs/protocol.md, "PIN mask".
//
// Every PIN unmasks to some scalar, and nothing here can tell which PIN was right: only the vault can, and it
// counts. The same scalar must never be masked under two PINs or two salts, for the difference of the two
// masks would let PINs be tested offline against each other.
#pragma once

#include <string_view>

#include "core/bytes.hpp"
#include "core/secret.hpp"
#include "core/sm2/scalar.hpp"

namespace palmkey::core::splitkey {

inline constexpr std::uint32_t pin_iterations = 100'000;
inline constexpr std::size_t salt_size = 16;
inline constexpr std::string_view signing_share_label = "d1";
inline constexpr std::string_view pin_key_label = "a1";

using Salt = ByteArray<salt_size>;
using MaskedScalar = ByteArray<32>;

// PBKDF2-HMAC-SM3(PIN, salt), 32 bytes. The device's own secret then makes K of it: HMAC(device secret,
// this).
Secret stretch_pin(ByteView pin, const Salt& salt);

// m(K, label): 48 bytes of HKDF-SM3(K, "PalmKey mask 1 " | label) modulo n.
sm2::Scalar mask_of(ByteView key, std::string_view label);

// x + m(K, label) and back. Unmasking with another key yields another scalar, never an error.
MaskedScalar mask(const sm2::Scalar& x, ByteView key, std::string_view label);
Result<sm2::Scalar> unmask(const MaskedScalar& masked, ByteView key, std::string_view label);

}  // namespace palmkey::core::splitkey
