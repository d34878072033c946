#include "pki/ocsp_request.hpp"

#include <algorithm>
#include <string>

#include "core/signed_der.hpp"
#include "core/sm3.hpp"
#include "core/x509_extensions.hpp"
#include "pki/digest.hpp"

namespace palmkey::pki {
namespace {

using core::Error;
using core::der::Reader;
using core::der::Writer;
namespace der = core::der;

constexpr std::string_view sha1_oid = "1.3.14.3.2.26";
constexpr std::string_view sha256_oid = "2.16.840.1.101.3.4.2.1";
constexpr std::string_view sm3_oid = "1.2.156.10197.1.401";
constexpr std::string_view sm3_without_key_oid = "1.2.156.10197.1.401.1";

// The digest with the algorithm of this name; empty if it is not one of those known here.
core::Bytes digest(std::string_view oid, core::ByteView data) {
  const auto bytes = [](const auto& array) { return core::Bytes(array.begin(), array.end()); };
  if (oid == sha1_oid) return bytes(sha1(data));
  if (oid == sha256_oid) return bytes(sha256(data));
  if (oid == sm3_oid || oid == sm3_without_key_oid) return bytes(core::sm3(data));
  return {};
}

struct IdParts {
  std::string algorithm;
  core::ByteView name_hash;
  core::ByteView key_hash;
  core::Bytes serial;
};

core::Result<IdParts> read_parts(Reader reader) {
  IdParts parts;
  PALMKEY_TRY(algorithm, reader.sequence());
  PALMKEY_TRY(oid, algorithm.oid());
  parts.algorithm = std::move(oid);
  if (!algorithm.at_end()) PALMKEY_CHECK(algorithm.null());
  PALMKEY_CHECK(algorithm.expect_end());
  const std::size_t hash_size = digest(parts.algorithm, {}).size();
  if (hash_size == 0) return Error::unsupported;
  PALMKEY_TRY(name_hash, reader.octets(hash_size));
  PALMKEY_TRY(key_hash, reader.octets(hash_size));
  PALMKEY_TRY(serial, core::read_serial(reader));
  PALMKEY_CHECK(reader.expect_end());
  parts.name_hash = name_hash;
  parts.key_hash = key_hash;
  parts.serial = std::move(serial);
  return parts;
}

core::Result<void> read_extensions_into(OcspRequest& request, Reader tagged) {
  PALMKEY_TRY(extensions, core::read_extensions(tagged));
  PALMKEY_CHECK(tagged.expect_end());
  for (const core::Extension& extension : extensions) {
    if (extension.oid == core::extension_id::ocsp_nonce) {
      Reader value(extension.value);
      PALMKEY_TRY(nonce, value.octets());
      PALMKEY_CHECK(value.expect_end());
      if (nonce.empty() || nonce.size() > longest_ocsp_nonce) return Error::malformed;
      request.nonce = core::Bytes(nonce.begin(), nonce.end());
    } else if (extension.critical) {
      return Error::unsupported;
    }
  }
  return {};
}

core::Result<void> read_single_request(OcspRequest& request, Reader& list) {
  PALMKEY_TRY(single, list.sequence());
  PALMKEY_TRY(id, read_certificate_id(single));
  if (request.certificates.size() == most_ocsp_certificates) return Error::out_of_range;
  request.certificates.push_back(std::move(id));
  if (single.at_end()) return {};
  PALMKEY_TRY(tagged, single.constructed(der::context_constructed(0)));
  PALMKEY_CHECK(single.expect_end());
  PALMKEY_TRY(extensions, core::read_extensions(tagged));
  const bool any_critical = std::any_of(extensions.begin(), extensions.end(),
                                        [](const core::Extension& extension) { return extension.critical; });
  if (any_critical) return Error::unsupported;
  return tagged.expect_end();
}

}  // namespace

core::Result<OcspCertificateId> read_certificate_id(Reader& reader) {
  PALMKEY_TRY(element, reader.expect(der::sequence));
  PALMKEY_TRY(parts, read_parts(Reader(element.content)));
  return OcspCertificateId{core::Bytes(element.whole.begin(), element.whole.end()), std::move(parts.serial)};
}

OcspCertificateId certificate_id(const core::Certificate& issuer, core::ByteView serial) {
  Writer writer;
  writer.sequence([&](Writer& w) {
    w.sequence([](Writer& algorithm) { algorithm.oid(sm3_oid); });
    w.octets(core::sm3(issuer.subject.encode()));
    w.octets(core::sm3(issuer.public_key.encode()));
    w.unsigned_integer(serial);
  });
  return {writer.take(), core::Bytes(serial.begin(), serial.end())};
}

bool is_issued_by(const OcspCertificateId& id, const core::Certificate& issuer) {
  Reader whole(id.der);
  auto reader = whole.sequence();
  if (!reader) return false;
  const auto parts = read_parts(*reader);
  if (!parts) return false;
  const core::Bytes name_hash = digest(parts->algorithm, issuer.subject.encode());
  const core::Bytes key_hash = digest(parts->algorithm, issuer.public_key.encode());
  return std::equal(name_hash.begin(), name_hash.end(), parts->name_hash.begin(), parts->name_hash.end()) &&
         std::equal(key_hash.begin(), key_hash.end(), parts->key_hash.begin(), parts->key_hash.end());
}

core::Result<OcspRequest> decode_ocsp_request(core::ByteView der) {
  Reader whole(der);
  PALMKEY_TRY(outer, whole.sequence());
  PALMKEY_CHECK(whole.expect_end());
  PALMKEY_TRY(reader, outer.sequence());
  PALMKEY_CHECK(outer.optional(der::context_constructed(0)));  // the requester's signature
  PALMKEY_CHECK(outer.expect_end());
  // A version field is the default, which DER does not write, or a later version.
  if (reader.peek() == der::context_constructed(0)) return Error::unsupported;
  PALMKEY_CHECK(reader.optional(der::context_constructed(1)));  // the requester's name
  PALMKEY_TRY(list, reader.sequence());
  OcspRequest request;
  if (list.at_end()) return Error::malformed;
  while (!list.at_end()) PALMKEY_CHECK(read_single_request(request, list));
  if (reader.at_end()) return request;
  PALMKEY_TRY(tagged, reader.constructed(der::context_constructed(2)));
  PALMKEY_CHECK(reader.expect_end());
  PALMKEY_CHECK(read_extensions_into(request, tagged));
  return request;
}

core::Bytes encode_ocsp_request(const OcspRequest& request) {
  Writer writer;
  writer.sequence([&](Writer& outer) {
    outer.sequence([&](Writer& w) {
      w.sequence([&](Writer& list) {
        for (const OcspCertificateId& id : request.certificates) {
          list.sequence([&](Writer& single) { single.raw(id.der); });
        }
      });
      if (!request.nonce) return;
      w.constructed(der::context_constructed(2), [&](Writer& tagged) {
        core::write_extensions(tagged, {{std::string(core::extension_id::ocsp_nonce), false,
                                         Writer().octets(*request.nonce).take()}});
      });
    });
  });
  return writer.take();
}

}  // namespace palmkey::pki
