#include "core/signed_der.hpp"

namespace palmkey::core {
namespace {

constexpr std::string_view sm2_with_sm3 = "1.2.156.10197.1.501";

}  // namespace

void write_sm2_with_sm3(der::Writer& writer) {
  writer.sequence([](der::Writer& w) { w.oid(sm2_with_sm3); });
}

Result<void> expect_sm2_with_sm3(der::Reader& reader) {
  PALMKEY_TRY(algorithm, reader.sequence());
  PALMKEY_TRY(oid, algorithm.oid());
  if (oid != sm2_with_sm3 || !algorithm.at_end()) return Error::unsupported;
  return {};
}

void write_signature(der::Writer& writer, const sm2::Signature& signature) {
  writer.bits(sm2::encode_der(signature));
}

Result<sm2::Signature> read_signature(der::Reader& reader) {
  PALMKEY_TRY(bits, reader.bits());
  return sm2::decode_der(bits);
}

Bytes assemble_signed(ByteView tbs, const sm2::Signature& signature) {
  der::Writer writer;
  writer.sequence([&](der::Writer& w) {
    w.raw(tbs);
    write_sm2_with_sm3(w);
    write_signature(w, signature);
  });
  return writer.take();
}

Result<SignedDer> read_signed(ByteView der) {
  der::Reader whole(der);
  PALMKEY_TRY(reader, whole.sequence());
  PALMKEY_CHECK(whole.expect_end());
  PALMKEY_TRY(tbs, reader.expect(der::sequence));
  PALMKEY_CHECK(expect_sm2_with_sm3(reader));
  PALMKEY_TRY(signature, read_signature(reader));
  PALMKEY_CHECK(reader.expect_end());
  return SignedDer{tbs.whole, signature};
}

}  // namespace palmkey::core
