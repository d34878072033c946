#include "core/pkcs10.hpp"

#include "core/der.hpp"
#include "core/signed_der.hpp"
#include "core/spki.hpp"

namespace palmkey::core {

Bytes encode_request_info(const Name& subject, const sm2::Point& public_key) {
  der::Writer writer;
  writer.sequence([&](der::Writer& w) {
    w.small_integer(0);
    w.raw(subject.encode());
    w.raw(encode_spki(public_key));
    w.element(der::context_constructed(0), {});
  });
  return writer.take();
}

Result<CertificationRequestInfo> decode_request_info(ByteView der) {
  der::Reader whole(der);
  PALMKEY_TRY(reader, whole.sequence());
  PALMKEY_CHECK(whole.expect_end());
  PALMKEY_TRY(version, reader.small_integer());
  if (version != 0) return Error::unsupported;
  PALMKEY_TRY(name_element, reader.expect(der::sequence));
  PALMKEY_TRY(subject, Name::decode(name_element.whole));
  PALMKEY_TRY(key_element, reader.expect(der::sequence));
  PALMKEY_TRY(public_key, decode_spki(key_element.whole));
  PALMKEY_TRY(attributes, reader.expect(der::context_constructed(0)));
  if (!attributes.content.empty()) return Error::unsupported;
  PALMKEY_CHECK(reader.expect_end());
  return CertificationRequestInfo{std::move(subject), public_key};
}

Bytes encode_request(ByteView info_der, const sm2::Signature& signature) {
  return assemble_signed(info_der, signature);
}

Result<CertificationRequest> decode_request(ByteView der) {
  PALMKEY_TRY(parts, read_signed(der));
  PALMKEY_TRY(info, decode_request_info(parts.tbs));
  PALMKEY_CHECK(sm2::verify(info.public_key, parts.tbs, parts.signature));
  return CertificationRequest{std::move(info), Bytes(parts.tbs.begin(), parts.tbs.end()), parts.signature};
}

}  // namespace palmkey::core
