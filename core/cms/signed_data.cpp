#include "core/cms/signed_data.hpp"

#include <algorithm>
#include <set>

#include "core/cms/signed_attributes.hpp"
#include "core/der.hpp"
#include "core/sm3.hpp"

namespace palmkey::core {
namespace {

constexpr std::string_view signed_data_oid = "1.2.840.113549.1.7.2";
constexpr std::string_view data_oid = "1.2.840.113549.1.7.1";
constexpr std::string_view gm_signed_data_oid = "1.2.156.10197.6.1.4.2.2";
constexpr std::string_view gm_data_oid = "1.2.156.10197.6.1.4.2.1";
constexpr std::string_view sm3_oid = "1.2.156.10197.1.401";
constexpr std::string_view sm2_with_sm3_oid = "1.2.156.10197.1.501";
// GB/T 35275 names the key's algorithm instead, GM/T 0009 the curve's.
constexpr std::string_view sm2_sign_oid = "1.2.156.10197.1.301.1";
constexpr std::string_view sm2_oid = "1.2.156.10197.1.301";
constexpr std::string_view content_type_oid = "1.2.840.113549.1.9.3";
constexpr std::string_view message_digest_oid = "1.2.840.113549.1.9.4";
constexpr std::string_view signing_certificate_v2_oid = "1.2.840.113549.1.9.16.2.47";

void write_algorithm(der::Writer& writer, std::string_view oid) {
  writer.sequence([&](der::Writer& w) { w.oid(oid); });
}

void write_signer(der::Writer& writer, const Certificate& signer, ByteView attributes,
                  const sm2::Signature& signature) {
  writer.sequence([&](der::Writer& w) {
    w.small_integer(1);
    w.sequence([&](der::Writer& identifier) {
      identifier.raw(signer.issuer.encode());
      identifier.unsigned_integer(signer.serial);
    });
    write_algorithm(w, sm3_oid);
    // The same elements under another tag than the SET that is signed (RFC 5652, 5.4).
    der::Reader set(attributes);
    if (const auto element = set.any()) w.element(der::context_constructed(0), element->content);
    write_algorithm(w, sm2_with_sm3_oid);
    w.octets(sm2::encode_der(signature));
  });
}

// The object identifier of an AlgorithmIdentifier, parameters absent or NULL.
Result<std::string> read_algorithm(der::Reader& reader) {
  PALMKEY_TRY(identifier, reader.sequence());
  PALMKEY_TRY(oid, identifier.oid());
  if (!identifier.at_end() && !identifier.null()) return Error::unsupported;
  PALMKEY_CHECK(identifier.expect_end());
  return oid;
}

Result<void> expect_sm3(der::Reader& reader) {
  PALMKEY_TRY(oid, read_algorithm(reader));
  if (oid != sm3_oid) return Error::unsupported;
  return {};
}

Result<void> read_signing_certificate(der::Reader& value, SignedData& data) {
  PALMKEY_TRY(outer, value.sequence());
  PALMKEY_TRY(certificates, outer.sequence());
  // Policies may follow; the certificates after the first one are those of its chain.
  PALMKEY_TRY(first, certificates.sequence());
  PALMKEY_CHECK(expect_sm3(first));
  PALMKEY_TRY(digest, first.octets(32));
  std::copy(digest.begin(), digest.end(), data.certificate_digest.emplace().begin());
  return {};
}

Result<void> read_attributes(ByteView content, SignedData& data) {
  der::Reader reader(content);
  std::set<std::string> types;
  while (!reader.at_end()) {
    PALMKEY_TRY(attribute, reader.sequence());
    PALMKEY_TRY(type, attribute.oid());
    PALMKEY_TRY(values, attribute.constructed(der::set));
    PALMKEY_CHECK(attribute.expect_end());
    if (!types.insert(type).second) return Error::malformed;
    if (type == content_type_oid) {
      PALMKEY_TRY(content_type, values.oid());
      if (content_type != data_oid && content_type != gm_data_oid) return Error::unsupported;
    } else if (type == message_digest_oid) {
      PALMKEY_TRY(digest, values.octets(data.message_digest.size()));
      std::copy(digest.begin(), digest.end(), data.message_digest.begin());
    } else if (type == signing_certificate_v2_oid) {
      PALMKEY_CHECK(read_signing_certificate(values, data));
    } else {
      continue;
    }
    PALMKEY_CHECK(values.expect_end());
  }
  if (!types.contains(std::string(content_type_oid)) || !types.contains(std::string(message_digest_oid)))
    return Error::malformed;
  der::Writer writer;
  writer.element(der::set, content);
  data.signed_attributes = writer.take();
  return {};
}

Result<void> read_signer(der::Reader& signers, SignedData& data) {
  PALMKEY_TRY(reader, signers.sequence());
  if (!signers.at_end()) return Error::unsupported;
  PALMKEY_TRY(version, reader.small_integer());
  if (version != 1) return Error::unsupported;
  PALMKEY_TRY(identifier, reader.sequence());
  PALMKEY_TRY(issuer_element, identifier.expect(der::sequence));
  PALMKEY_TRY(issuer, Name::decode(issuer_element.whole));
  PALMKEY_TRY(serial, read_serial(identifier));
  PALMKEY_CHECK(identifier.expect_end());
  PALMKEY_CHECK(expect_sm3(reader));
  PALMKEY_TRY(attributes, reader.optional(der::context_constructed(0)));
  if (!attributes) return Error::unsupported;
  PALMKEY_TRY(algorithm, read_algorithm(reader));
  if (algorithm != sm2_with_sm3_oid && algorithm != sm2_sign_oid && algorithm != sm2_oid)
    return Error::unsupported;
  PALMKEY_TRY(signature_der, reader.octets());
  PALMKEY_TRY(signature, sm2::decode_der(signature_der));
  data.signature = signature;
  PALMKEY_CHECK(reader.optional(der::context_constructed(1)));
  PALMKEY_CHECK(reader.expect_end());
  const auto signer =
      std::find_if(data.certificates.begin(), data.certificates.end(), [&](const Certificate& certificate) {
        return certificate.issuer == issuer && certificate.serial == serial;
      });
  if (signer == data.certificates.end()) return Error::not_found;
  data.signer_index = static_cast<std::size_t>(signer - data.certificates.begin());
  return read_attributes(attributes->content, data);
}

Result<void> read_encapsulated(der::Reader& reader) {
  PALMKEY_TRY(content, reader.sequence());
  PALMKEY_TRY(type, content.oid());
  if ((type != data_oid && type != gm_data_oid) || !content.at_end()) return Error::unsupported;
  return {};
}

}  // namespace

Result<Bytes> assemble_signed_data(ByteView signed_attributes, const sm2::Signature& signature,
                                   ByteView signing_certificate, const std::vector<Bytes>& chain) {
  PALMKEY_TRY(signer, decode_certificate(signing_certificate));
  const auto attributes = read_signed_attributes(signed_attributes);
  if (!attributes) return Error::malformed;
  if (attributes->certificate_digest != sm3(signing_certificate)) return Error::bad_signature;
  if (!sm2::verify(signer.public_key, signed_attributes, signature)) return Error::bad_signature;
  std::vector<Bytes> certificates = chain;
  certificates.push_back(signer.der);
  der::sort_set(certificates);
  der::Writer writer;
  writer.sequence([&](der::Writer& info) {
    info.oid(signed_data_oid);
    info.constructed(der::context_constructed(0), [&](der::Writer& tagged) {
      tagged.sequence([&](der::Writer& w) {
        w.small_integer(1);
        w.constructed(der::set, [](der::Writer& algorithms) { write_algorithm(algorithms, sm3_oid); });
        w.sequence([](der::Writer& content) { content.oid(data_oid); });
        w.constructed(der::context_constructed(0), [&](der::Writer& list) {
          for (const Bytes& certificate : certificates) list.raw(certificate);
        });
        w.constructed(der::set, [&](der::Writer& signers) {
          write_signer(signers, signer, signed_attributes, signature);
        });
      });
    });
  });
  return writer.take();
}

Result<SignedData> read_signed_data(ByteView der) {
  der::Reader whole(der);
  PALMKEY_TRY(info, whole.sequence());
  PALMKEY_CHECK(whole.expect_end());
  PALMKEY_TRY(type, info.oid());
  if (type != signed_data_oid && type != gm_signed_data_oid) return Error::unsupported;
  PALMKEY_TRY(tagged, info.constructed(der::context_constructed(0)));
  PALMKEY_CHECK(info.expect_end());
  PALMKEY_TRY(reader, tagged.sequence());
  PALMKEY_CHECK(tagged.expect_end());
  PALMKEY_TRY(version, reader.small_integer());
  if (version != 1) return Error::unsupported;
  PALMKEY_TRY(algorithms, reader.constructed(der::set));
  PALMKEY_CHECK(expect_sm3(algorithms));
  PALMKEY_CHECK(algorithms.expect_end());
  PALMKEY_CHECK(read_encapsulated(reader));
  SignedData data;
  PALMKEY_TRY(certificates, reader.optional(der::context_constructed(0)));
  if (!certificates) return Error::not_found;
  der::Reader list(certificates->content);
  while (!list.at_end()) {
    PALMKEY_TRY(element, list.any());
    if (auto certificate = decode_certificate(element.whole))
      data.certificates.push_back(*std::move(certificate));
  }
  PALMKEY_CHECK(reader.optional(der::context_constructed(1)));
  PALMKEY_TRY(signers, reader.constructed(der::set));
  PALMKEY_CHECK(reader.expect_end());
  PALMKEY_CHECK(read_signer(signers, data));
  return data;
}

Result<void> verify_signed_data(const SignedData& data) {
  if (data.certificate_digest && *data.certificate_digest != sm3(data.signer().der))
    return Error::bad_signature;
  constexpr KeyUsage for_signatures = key_usage::digital_signature | key_usage::non_repudiation;
  if ((data.signer().key_usage & for_signatures) == 0) return Error::wrong_key_usage;
  return sm2::verify(data.signer().public_key, data.signed_attributes, data.signature);
}

}  // namespace palmkey::core
