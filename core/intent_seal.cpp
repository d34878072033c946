#include "core/intent_seal.hpp"

#include <algorithm>

#include "core/der.hpp"

namespace palmkey::core {
namespace {

constexpr std::uint64_t version_2020 = 4;

Result<std::string> read_ia5(der::Reader& reader) {
  PALMKEY_TRY(element, reader.expect(der::ia5_string));
  for (const std::uint8_t c : element.content) {
    if (c < 0x20 || c > 0x7e) return Error::malformed;
  }
  return std::string(as_text(element.content));
}

Result<std::int64_t> read_generalized_time(der::Reader& reader) {
  if (reader.peek() != der::generalized_time) return Error::malformed;
  return reader.time();
}

// SES_Header ::= SEQUENCE { ID "ES", version 4, Vid }
Result<void> read_header(der::Reader& info) {
  PALMKEY_TRY(header, info.sequence());
  PALMKEY_TRY(id, read_ia5(header));
  PALMKEY_TRY(version, header.small_integer());
  PALMKEY_CHECK(read_ia5(header));
  PALMKEY_CHECK(header.expect_end());
  if (id != "ES" || version != version_2020) return Error::unsupported;
  return {};
}

// SES_CertList: certificates, or digests of certificates.
Result<void> read_certificates(der::Reader& property, std::uint64_t list_type) {
  PALMKEY_TRY(list, property.sequence());
  if (list.at_end()) return Error::malformed;
  while (!list.at_end()) {
    if (list_type == 1) {
      PALMKEY_CHECK(list.octets());
    } else if (list_type == 2) {
      PALMKEY_TRY(digest, list.sequence());
      PALMKEY_CHECK(digest.expect(der::printable_string));
      PALMKEY_CHECK(digest.octets());
      PALMKEY_CHECK(digest.expect_end());
    } else {
      return Error::unsupported;
    }
  }
  return {};
}

// SES_ESPropertyInfo
Result<std::string> read_property(der::Reader& info) {
  PALMKEY_TRY(property, info.sequence());
  PALMKEY_CHECK(property.small_integer());
  PALMKEY_TRY(name, property.utf8());
  PALMKEY_TRY(list_type, property.small_integer());
  PALMKEY_CHECK(read_certificates(property, list_type));
  PALMKEY_CHECK(read_generalized_time(property));
  PALMKEY_CHECK(read_generalized_time(property));
  PALMKEY_CHECK(read_generalized_time(property));
  PALMKEY_CHECK(property.expect_end());
  return std::string(name);
}

// SES_ESPictrueInfo (the standard's spelling)
Result<void> read_picture(der::Reader& info) {
  PALMKEY_TRY(picture, info.sequence());
  PALMKEY_CHECK(read_ia5(picture));
  PALMKEY_CHECK(picture.octets());
  PALMKEY_CHECK(picture.small_integer());
  PALMKEY_CHECK(picture.small_integer());
  return picture.expect_end();
}

// ExtensionDatas ::= SEQUENCE OF SEQUENCE { OID, BOOLEAN DEFAULT FALSE, OCTET STRING }. A FALSE that is
// written out is accepted, for products in use write it.
Result<void> read_extensions(der::Reader list) {
  while (!list.at_end()) {
    PALMKEY_TRY(extension, list.sequence());
    PALMKEY_CHECK(extension.oid());
    if (extension.peek() == der::boolean) PALMKEY_CHECK(extension.boolean());
    PALMKEY_CHECK(extension.octets());
    PALMKEY_CHECK(extension.expect_end());
  }
  return {};
}

Result<void> read_tagged_extensions(der::Reader& reader) {
  PALMKEY_TRY(tagged, reader.constructed(der::context_constructed(0)));
  PALMKEY_TRY(list, tagged.sequence());
  PALMKEY_CHECK(tagged.expect_end());
  return read_extensions(list);
}

// SESeal ::= SEQUENCE { eSealInfo, cert, signAlgID, signedValue }
Result<void> read_seal(der::Reader& statement, SealStatement& out) {
  PALMKEY_TRY(seal, statement.sequence());
  PALMKEY_TRY(info, seal.sequence());
  PALMKEY_CHECK(read_header(info));
  PALMKEY_TRY(id, read_ia5(info));
  out.seal_id = std::move(id);
  PALMKEY_TRY(name, read_property(info));
  out.seal_name = std::move(name);
  PALMKEY_CHECK(read_picture(info));
  if (info.peek() == der::sequence) {  // untagged in seals of some products
    PALMKEY_TRY(list, info.sequence());
    PALMKEY_CHECK(read_extensions(list));
  } else if (!info.at_end()) {
    PALMKEY_CHECK(read_tagged_extensions(info));
  }
  PALMKEY_CHECK(info.expect_end());
  PALMKEY_CHECK(seal.octets());
  PALMKEY_CHECK(seal.oid());
  PALMKEY_CHECK(seal.bits());
  return seal.expect_end();
}

Result<SealStatement> read(ByteView der) {
  der::Reader whole(der);
  PALMKEY_TRY(statement, whole.sequence());
  PALMKEY_CHECK(whole.expect_end());
  SealStatement out;
  PALMKEY_TRY(version, statement.small_integer());
  if (version != version_2020) return Error::unsupported;
  PALMKEY_CHECK(read_seal(statement, out));
  PALMKEY_TRY(time, read_generalized_time(statement));
  out.time = time;
  PALMKEY_TRY(digest, statement.bits());
  if (digest.size() != out.data_digest.size()) return Error::malformed;
  std::copy(digest.begin(), digest.end(), out.data_digest.begin());
  PALMKEY_TRY(property, read_ia5(statement));
  out.property = std::move(property);
  if (!statement.at_end()) PALMKEY_CHECK(read_tagged_extensions(statement));
  PALMKEY_CHECK(statement.expect_end());
  return out;
}

}  // namespace

Result<SealStatement> read_seal_statement(ByteView der) {
  auto statement = read(der);
  if (!statement) return Error::intent_refused;
  return statement;
}

}  // namespace palmkey::core
