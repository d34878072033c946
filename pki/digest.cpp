#include "pki/digest.hpp"

#include <openssl/sha.h>

namespace palmkey::pki {

core::ByteArray<20> sha1(core::ByteView data) {
  core::ByteArray<20> out{};
  SHA1(data.data(), data.size(), out.data());
  return out;
}

core::ByteArray<32> sha256(core::ByteView data) {
  core::ByteArray<32> out{};
  SHA256(data.data(), data.size(), out.data());
  return out;
}

}  // namespace palmkey::pki
