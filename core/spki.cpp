#include "core/spki.hpp"

#include <algorithm>

namespace palmkey::core {
namespace {

// SEQUENCE { SEQUENCE { id-ecPublicKey, OID 1.2.156.10197.1.301 }, BIT STRING (66 bytes, none unused) }
constexpr ByteArray<26> prefix{0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01,
                               0x06, 0x08, 0x2a, 0x81, 0x1c, 0xcf, 0x55, 0x01, 0x82, 0x2d, 0x03, 0x42, 0x00};

}  // namespace

ByteArray<spki_size> encode_spki(const sm2::Point& public_key) {
  ByteArray<spki_size> out{};
  const ByteArray<65> point = public_key.encode();
  std::copy(point.begin(), point.end(), std::copy(prefix.begin(), prefix.end(), out.begin()));
  return out;
}

Result<sm2::Point> decode_spki(ByteView der) {
  if (der.size() != spki_size || !std::equal(prefix.begin(), prefix.end(), der.begin()))
    return Error::unsupported;
  return sm2::Point::decode(der.subspan(prefix.size()));
}

}  // namespace palmkey::core
