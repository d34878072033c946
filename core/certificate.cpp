#include "core/certificate.hpp"

#include <array>
#include <limits>

#include "core/der.hpp"
#include "core/signed_der.hpp"
#include "core/sm2/batch.hpp"
#include "core/spki.hpp"

namespace palmkey::core {
namespace {

constexpr std::size_t longest_serial = 20;  // octets of the INTEGER (RFC 5280, 4.1.2.2)

Result<Name> read_name(der::Reader& reader) {
  PALMKEY_TRY(element, reader.expect(der::sequence));
  return Name::decode(element.whole);
}

Result<void> read_basic_constraints(der::Reader reader, CertificateFields& fields) {
  PALMKEY_TRY(constraints, reader.sequence());
  PALMKEY_CHECK(reader.expect_end());
  if (constraints.at_end()) return {};
  PALMKEY_TRY(authority, constraints.boolean());
  if (!authority) return Error::malformed;  // a default value is not written
  fields.is_authority = true;
  if (constraints.at_end()) return {};
  PALMKEY_TRY(length, constraints.small_integer());
  if (length > std::numeric_limits<unsigned>::max()) return Error::malformed;
  fields.path_length = static_cast<unsigned>(length);
  return constraints.expect_end();
}

Result<void> read_extended_key_usage(der::Reader reader, CertificateFields& fields) {
  PALMKEY_TRY(purposes, reader.sequence());
  PALMKEY_CHECK(reader.expect_end());
  if (purposes.at_end()) return Error::malformed;
  while (!purposes.at_end()) {
    PALMKEY_TRY(purpose, purposes.oid());
    fields.extended_key_usage.push_back(purpose);
  }
  return {};
}

Result<void> read_extension(const Extension& extension, CertificateFields& fields) {
  const der::Reader value(extension.value);
  if (extension.oid == extension_id::basic_constraints) return read_basic_constraints(value, fields);
  if (extension.oid == extension_id::extended_key_usage) return read_extended_key_usage(value, fields);
  if (extension.oid == extension_id::authority_key_identifier) {
    PALMKEY_TRY(identifier, read_authority_key_identifier(extension.value));
    fields.authority_key_identifier = std::move(identifier);
    return {};
  }
  if (extension.oid == extension_id::key_usage) {
    PALMKEY_TRY(usage, decode_key_usage(extension.value));
    fields.key_usage = usage;
    return {};
  }
  if (extension.oid == extension_id::subject_key_identifier) {
    der::Reader reader = value;
    PALMKEY_TRY(identifier, reader.octets());
    fields.subject_key_identifier.assign(identifier.begin(), identifier.end());
    return reader.expect_end();
  }
  if (extension.critical) return Error::unsupported;
  return {};
}

Result<void> expect_version_3(der::Reader& reader) {
  PALMKEY_TRY(tagged, reader.constructed(der::context_constructed(0)));
  PALMKEY_TRY(version, tagged.small_integer());
  PALMKEY_CHECK(tagged.expect_end());
  if (version != 2) return Error::unsupported;
  return {};
}

}  // namespace

Result<Bytes> read_serial(der::Reader& reader) {
  const std::size_t before = reader.rest().size();
  PALMKEY_TRY(magnitude, reader.unsigned_integer());
  const std::size_t content = before - reader.rest().size() - 2;
  if (magnitude.empty() || content > longest_serial) return Error::malformed;
  return Bytes(magnitude.begin(), magnitude.end());
}

Result<CertificateFields> decode_tbs_certificate(ByteView tbs) {
  der::Reader whole(tbs);
  PALMKEY_TRY(reader, whole.sequence());
  PALMKEY_CHECK(whole.expect_end());
  PALMKEY_CHECK(expect_version_3(reader));
  PALMKEY_TRY(serial, read_serial(reader));
  PALMKEY_CHECK(expect_sm2_with_sm3(reader));
  PALMKEY_TRY(issuer, read_name(reader));
  PALMKEY_TRY(validity, reader.sequence());
  PALMKEY_TRY(not_before, validity.x509_time());
  PALMKEY_TRY(not_after, validity.x509_time());
  PALMKEY_CHECK(validity.expect_end());
  PALMKEY_TRY(subject, read_name(reader));
  PALMKEY_TRY(key_element, reader.expect(der::sequence));
  PALMKEY_TRY(public_key, decode_spki(key_element.whole));
  CertificateFields fields{.serial = std::move(serial),
                           .issuer = std::move(issuer),
                           .not_before = not_before,
                           .not_after = not_after,
                           .subject = std::move(subject),
                           .public_key = public_key,
                           .extensions = {},
                           .path_length = {},
                           .extended_key_usage = {},
                           .subject_key_identifier = {},
                           .authority_key_identifier = {}};
  if (reader.at_end()) return fields;
  PALMKEY_TRY(tagged, reader.constructed(der::context_constructed(3)));
  PALMKEY_CHECK(reader.expect_end());
  PALMKEY_TRY(extensions, read_extensions(tagged));
  PALMKEY_CHECK(tagged.expect_end());
  fields.extensions = std::move(extensions);
  for (const Extension& extension : fields.extensions) PALMKEY_CHECK(read_extension(extension, fields));
  return fields;
}

Result<Certificate> decode_certificate(ByteView der) {
  PALMKEY_TRY(parts, read_signed(der));
  PALMKEY_TRY(fields, decode_tbs_certificate(parts.tbs));
  return Certificate{std::move(fields), parts.signature, Bytes(parts.tbs.begin(), parts.tbs.end()),
                     Bytes(der.begin(), der.end())};
}

Result<void> verify_signed_by(const Certificate& certificate, const sm2::Point& issuer_key) {
  return sm2::verify(issuer_key, certificate.tbs, certificate.signature);
}

namespace {

// What verify_issued_by demands beside the signature.
Result<void> check_issuer(const Certificate& certificate, const Certificate& issuer,
                          unsigned authorities_below) {
  if (certificate.issuer != issuer.subject || issuer.subject.empty()) return Error::wrong_issuer;
  if (!certificate.authority_key_identifier.empty() &&
      certificate.authority_key_identifier != issuer.subject_key_identifier) {
    return Error::wrong_issuer;
  }
  if (!issuer.is_authority || (issuer.key_usage & key_usage::key_certificate_sign) == 0)
    return Error::wrong_key_usage;
  if (issuer.path_length && *issuer.path_length < authorities_below) return Error::wrong_key_usage;
  return {};
}

}  // namespace

Result<void> verify_issued_by(const Certificate& certificate, const Certificate& issuer,
                              unsigned authorities_below) {
  PALMKEY_CHECK(check_issuer(certificate, issuer, authorities_below));
  return verify_signed_by(certificate, issuer.public_key);
}

Result<void> verify_chain(const Certificate& leaf, const Certificate& issuing, const Certificate& root,
                          std::int64_t at_time) {
  if (leaf.is_authority) return Error::wrong_key_usage;
  for (const Certificate* certificate : {&leaf, &issuing, &root}) {
    if (at_time < certificate->not_before || at_time > certificate->not_after) return Error::not_valid_now;
  }
  PALMKEY_CHECK(check_issuer(leaf, issuing, 0));
  PALMKEY_CHECK(check_issuer(issuing, root, 1));
  PALMKEY_CHECK(check_issuer(root, root, 1));
  const auto signed_by = [](const Certificate& certificate, const Certificate& issuer) {
    return sm2::SignedDigest{&issuer.public_key, sm2::message_digest(issuer.public_key, certificate.tbs),
                             certificate.signature};
  };
  const std::array items = {signed_by(leaf, issuing), signed_by(issuing, root), signed_by(root, root)};
  for (const auto& answer : sm2::verify_digests(items)) PALMKEY_CHECK(answer);
  return {};
}

}  // namespace palmkey::core
