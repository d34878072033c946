// SHA-1 and SHA-256, for formats that name certificates and keys by them. Nothing is trusted by a SHA-1.
#pragma once

#include "core/bytes.hpp"

namespace palmkey::pki {

core::ByteArray<20> sha1(core::ByteView data);
core::ByteArray<32> sha256(core::ByteView data);

}  // namespace palmkey::pki
