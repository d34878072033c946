#include "core/cms/signed_attributes.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "core/der.hpp"

namespace palmkey::core {
namespace {

constexpr std::string_view content_type_oid = "1.2.840.113549.1.9.3";
constexpr std::string_view message_digest_oid = "1.2.840.113549.1.9.4";
constexpr std::string_view signing_certificate_v2_oid = "1.2.840.113549.1.9.16.2.47";
constexpr std::string_view data_oid = "1.2.840.113549.1.7.1";
constexpr std::string_view gm_data_oid = "1.2.156.10197.6.1.4.2.1";
constexpr std::string_view sm3_oid = "1.2.156.10197.1.401";

Result<void> read_content_type(der::Reader& value) {
  PALMKEY_TRY(type, value.oid());
  if (type != data_oid && type != gm_data_oid) return Error::intent_refused;
  return {};
}

Result<void> read_digest(der::Reader& value, ByteArray<32>& digest) {
  PALMKEY_TRY(bytes, value.octets(digest.size()));
  std::copy(bytes.begin(), bytes.end(), digest.begin());
  return {};
}

// AlgorithmIdentifier of SM3, parameters absent or NULL.
Result<void> read_sm3_identifier(der::Reader& value) {
  PALMKEY_TRY(identifier, value.sequence());
  PALMKEY_TRY(algorithm, identifier.oid());
  if (algorithm != sm3_oid) return Error::intent_refused;
  if (!identifier.at_end()) PALMKEY_CHECK(identifier.null());
  return identifier.expect_end();
}

// IssuerSerial ::= SEQUENCE { GeneralNames with one directoryName, INTEGER }.
Result<void> read_issuer_serial(der::Reader& value) {
  PALMKEY_TRY(fields, value.sequence());
  PALMKEY_TRY(names, fields.sequence());
  PALMKEY_TRY(name, names.constructed(der::context_constructed(4)));
  PALMKEY_CHECK(name.expect(der::sequence));
  PALMKEY_CHECK(name.expect_end());
  PALMKEY_CHECK(names.expect_end());
  PALMKEY_CHECK(fields.unsigned_integer());
  return fields.expect_end();
}

Result<void> read_signing_certificate(der::Reader& value, ByteArray<32>& digest) {
  PALMKEY_TRY(outer, value.sequence());
  PALMKEY_TRY(certificates, outer.sequence());
  PALMKEY_CHECK(outer.expect_end());
  PALMKEY_TRY(certificate, certificates.sequence());
  PALMKEY_CHECK(certificates.expect_end());
  PALMKEY_CHECK(read_sm3_identifier(certificate));
  PALMKEY_CHECK(read_digest(certificate, digest));
  if (!certificate.at_end()) PALMKEY_CHECK(read_issuer_serial(certificate));
  return certificate.expect_end();
}

Result<SignedAttributes> read(ByteView der) {
  der::Reader whole(der);
  PALMKEY_TRY(set, whole.constructed(der::set));
  PALMKEY_CHECK(whole.expect_end());
  SignedAttributes attributes;
  bool has_type = false;
  bool has_digest = false;
  bool has_certificate = false;
  ByteView previous;
  while (!set.at_end()) {
    PALMKEY_TRY(element, set.expect(der::sequence));
    // DER, X.690, 11.6: the elements of a SET OF ascend.
    if (!std::lexicographical_compare(previous.begin(), previous.end(), element.whole.begin(),
                                      element.whole.end()))
      return Error::intent_refused;
    previous = element.whole;
    der::Reader attribute(element.content);
    PALMKEY_TRY(type, attribute.oid());
    PALMKEY_TRY(values, attribute.constructed(der::set));
    PALMKEY_CHECK(attribute.expect_end());
    if (type == content_type_oid && !has_type) {
      has_type = true;
      PALMKEY_CHECK(read_content_type(values));
    } else if (type == message_digest_oid && !has_digest) {
      has_digest = true;
      PALMKEY_CHECK(read_digest(values, attributes.message_digest));
    } else if (type == signing_certificate_v2_oid && !has_certificate) {
      has_certificate = true;
      PALMKEY_CHECK(read_signing_certificate(values, attributes.certificate_digest));
    } else {
      return Error::intent_refused;
    }
    PALMKEY_CHECK(values.expect_end());
  }
  if (!has_type || !has_digest || !has_certificate) return Error::intent_refused;
  return attributes;
}

Bytes attribute(std::string_view type, const std::function<void(der::Writer&)>& value) {
  der::Writer writer;
  writer.sequence([&](der::Writer& w) { w.oid(type).constructed(der::set, value); });
  return writer.take();
}

// SigningCertificateV2 with one ESSCertIDv2; the algorithm is named because it is not the default one.
void write_signing_certificate(der::Writer& value, const ByteArray<32>& digest) {
  value.sequence([&](der::Writer& outer) {
    outer.sequence([&](der::Writer& certificates) {
      certificates.sequence([&](der::Writer& certificate) {
        certificate.sequence([](der::Writer& algorithm) { algorithm.oid(sm3_oid); });
        certificate.octets(digest);
      });
    });
  });
}

}  // namespace

Bytes encode_signed_attributes(const SignedAttributes& attributes) {
  std::vector<Bytes> elements{
      attribute(content_type_oid, [](der::Writer& w) { w.oid(data_oid); }),
      attribute(message_digest_oid, [&](der::Writer& w) { w.octets(attributes.message_digest); }),
      attribute(signing_certificate_v2_oid,
                [&](der::Writer& w) { write_signing_certificate(w, attributes.certificate_digest); })};
  der::sort_set(elements);
  der::Writer writer;
  writer.constructed(der::set, [&](der::Writer& w) {
    for (const Bytes& element : elements) w.raw(element);
  });
  return writer.take();
}

Result<SignedAttributes> read_signed_attributes(ByteView der) {
  auto attributes = read(der);
  if (!attributes) return Error::intent_refused;
  return attributes;
}

}  // namespace palmkey::core
