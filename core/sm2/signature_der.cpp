#include "core/der.hpp"
#include "core/sm2/signature.hpp"

namespace palmkey::core::sm2 {

Bytes encode_der(const Signature& signature) {
  der::Writer writer;
  writer.sequence([&](der::Writer& w) { w.unsigned_integer(signature.r).unsigned_integer(signature.s); });
  return writer.take();
}

Result<Signature> decode_der(ByteView der) {
  der::Reader reader(der);
  PALMKEY_TRY(body, reader.sequence());
  PALMKEY_CHECK(reader.expect_end());
  PALMKEY_TRY(r, body.integer32());
  PALMKEY_TRY(s, body.integer32());
  PALMKEY_CHECK(body.expect_end());
  return Signature{r, s};
}

}  // namespace palmkey::core::sm2
