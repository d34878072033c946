// The two written forms of a ciphertext: SM2Cipher in DER, and C1 | C3 | C2.
#include <algorithm>

#include "core/der.hpp"
#include "core/sm2/encryption.hpp"

namespace palmkey::core::sm2 {
namespace {

constexpr std::size_t point_size = 65;
constexpr std::size_t checksum_size = 32;

Digest digest_of(ByteView bytes32) {
  Digest digest;
  std::copy(bytes32.begin(), bytes32.end(), digest.begin());
  return digest;
}

}  // namespace

Bytes encode_der(const Ciphertext& ciphertext) {
  der::Writer writer;
  writer.sequence([&](der::Writer& w) {
    w.unsigned_integer(ciphertext.c1.x())
        .unsigned_integer(ciphertext.c1.y())
        .octets(ciphertext.c3)
        .octets(ciphertext.c2);
  });
  return writer.take();
}

Result<Ciphertext> decode_cipher_der(ByteView der) {
  der::Reader reader(der);
  PALMKEY_TRY(body, reader.sequence());
  PALMKEY_CHECK(reader.expect_end());
  PALMKEY_TRY(x, body.integer32());
  PALMKEY_TRY(y, body.integer32());
  PALMKEY_TRY(c3, body.octets(checksum_size));
  PALMKEY_TRY(c2, body.octets());
  PALMKEY_CHECK(body.expect_end());
  if (c2.empty()) return Error::malformed;
  ByteArray<64> xy;
  std::copy(x.begin(), x.end(), xy.begin());
  std::copy(y.begin(), y.end(), xy.begin() + 32);
  PALMKEY_TRY(c1, Point::decode_xy(xy));
  return Ciphertext{c1, digest_of(c3), Bytes(c2.begin(), c2.end())};
}

Bytes encode_raw(const Ciphertext& ciphertext) {
  return concatenate({ciphertext.c1.encode(), ciphertext.c3, ciphertext.c2});
}

Result<Ciphertext> decode_cipher_raw(ByteView raw) {
  if (raw.size() <= point_size + checksum_size) return Error::malformed;
  PALMKEY_TRY(c1, Point::decode(raw.first(point_size)));
  const ByteView c2 = raw.subspan(point_size + checksum_size);
  return Ciphertext{c1, digest_of(raw.subspan(point_size, checksum_size)), Bytes(c2.begin(), c2.end())};
}

}  // namespace palmkey::core::sm2
