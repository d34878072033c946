// SubjectPublicKeyInfo of an SM2 key (RFC 5280, 4.1.2.7; GM/T 0009): always the same 91 bytes around X | Y.
#pragma once

#include "core/bytes.hpp"
#include "core/result.hpp"
#include "core/sm2/point.hpp"

namespace palmkey::core {

inline constexpr std::size_t spki_size = 91;

ByteArray<spki_size> encode_spki(const sm2::Point& public_key);

// Error::unsupported for another algorithm or form, Error::not_on_curve for a point that is no key.
Result<sm2::Point> decode_spki(ByteView der);

}  // namespace palmkey::core
