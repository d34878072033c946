#include "pki/certificate_builder.hpp"

#include <algorithm>

#include "core/der.hpp"
#include "core/signed_der.hpp"
#include "core/sm3.hpp"
#include "core/spki.hpp"

namespace palmkey::pki {
namespace {

using core::der::Writer;
namespace der = core::der;
namespace extension_id = core::extension_id;

constexpr std::string_view access_ocsp = "1.3.6.1.5.5.7.48.1";
constexpr std::string_view access_issuer_certificate = "1.3.6.1.5.5.7.48.2";
constexpr std::uint8_t general_name_uri = der::context(6);

bool is_url_text(const std::string& url) {
  return !url.empty() && std::all_of(url.begin(), url.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

core::Bytes basic_constraints(const CertificateProfile& profile) {
  Writer writer;
  writer.sequence([&](Writer& w) {
    w.boolean(true);
    if (profile.path_length) w.small_integer(*profile.path_length);
  });
  return writer.take();
}

core::Bytes sequence_of_oids(const std::vector<std::string>& oids) {
  Writer writer;
  writer.sequence([&](Writer& w) {
    for (const std::string& oid : oids) w.oid(oid);
  });
  return writer.take();
}

core::Bytes authority_key_identifier(const core::Bytes& identifier) {
  Writer writer;
  writer.sequence([&](Writer& w) { w.element(der::context(0), identifier); });
  return writer.take();
}

// One DistributionPoint with all addresses as its fullName (RFC 5280, 4.2.1.13).
core::Bytes distribution_points(const std::vector<std::string>& urls) {
  Writer writer;
  writer.sequence([&](Writer& points) {
    points.sequence([&](Writer& point) {
      point.constructed(der::context_constructed(0), [&](Writer& name) {
        name.constructed(der::context_constructed(0), [&](Writer& full_name) {
          for (const std::string& url : urls) full_name.element(general_name_uri, core::as_bytes(url));
        });
      });
    });
  });
  return writer.take();
}

core::Bytes information_access(const StatusAddresses& addresses) {
  Writer writer;
  writer.sequence([&](Writer& list) {
    const auto add = [&](std::string_view method, const std::vector<std::string>& urls) {
      for (const std::string& url : urls) {
        list.sequence([&](Writer& w) { w.oid(method).element(general_name_uri, core::as_bytes(url)); });
      }
    };
    add(access_ocsp, addresses.ocsp);
    add(access_issuer_certificate, addresses.issuer_certificate);
  });
  return writer.take();
}

core::Bytes policies(const std::vector<std::string>& oids) {
  Writer writer;
  writer.sequence([&](Writer& list) {
    for (const std::string& oid : oids) list.sequence([&](Writer& w) { w.oid(oid); });
  });
  return writer.take();
}

std::vector<core::Extension> extensions_of(const CertificateProfile& profile,
                                           const CertificateContents& contents,
                                           const core::Certificate* issuer) {
  std::vector<core::Extension> list;
  const auto add = [&](std::string_view oid, bool critical, core::Bytes value) {
    list.push_back({std::string(oid), critical, std::move(value)});
  };
  if (profile.is_authority) add(extension_id::basic_constraints, true, basic_constraints(profile));
  add(extension_id::key_usage, true, core::encode_key_usage(profile.key_usage));
  if (!profile.extended_key_usage.empty()) {
    add(extension_id::extended_key_usage, false, sequence_of_oids(profile.extended_key_usage));
  }
  add(extension_id::subject_key_identifier, false,
      Writer().octets(key_identifier(contents.public_key)).take());
  if (issuer != nullptr) {
    add(extension_id::authority_key_identifier, false,
        authority_key_identifier(issuer->subject_key_identifier));
  }
  const StatusAddresses& addresses = contents.addresses;
  if (!addresses.crl.empty()) {
    add(extension_id::crl_distribution_points, false, distribution_points(addresses.crl));
  }
  if (!addresses.ocsp.empty() || !addresses.issuer_certificate.empty()) {
    add(extension_id::authority_information_access, false, information_access(addresses));
  }
  if (!contents.policies.empty()) {
    add(extension_id::certificate_policies, false, policies(contents.policies));
  }
  if (profile.ocsp_no_check) add(extension_id::ocsp_no_check, false, Writer().null().take());
  list.insert(list.end(), contents.extensions.begin(), contents.extensions.end());
  return list;
}

}  // namespace

core::Result<core::Bytes> random_serial(core::Random& random) {
  core::Bytes serial(16);
  PALMKEY_CHECK(random.fill(serial));
  serial[0] = static_cast<std::uint8_t>((serial[0] & 0x7f) | 0x40);
  return serial;
}

core::Bytes key_identifier(const core::sm2::Point& public_key) {
  const core::Digest digest = core::sm3(public_key.encode());
  return core::Bytes(digest.begin(), digest.begin() + 20);
}

core::Result<core::Bytes> build_tbs_certificate(const CertificateProfile& profile,
                                                const CertificateContents& contents,
                                                const core::Certificate* issuer) {
  const StatusAddresses& addresses = contents.addresses;
  for (const auto* urls : {&addresses.crl, &addresses.ocsp, &addresses.issuer_certificate}) {
    if (!std::all_of(urls->begin(), urls->end(), is_url_text)) return core::Error::malformed;
  }
  Writer writer;
  writer.sequence([&](Writer& w) {
    w.constructed(der::context_constructed(0), [](Writer& version) { version.small_integer(2); });
    w.unsigned_integer(contents.serial);
    core::write_sm2_with_sm3(w);
    w.raw((issuer != nullptr ? issuer->subject : contents.subject).encode());
    w.sequence([&](Writer& validity) { validity.time(contents.not_before).time(contents.not_after); });
    w.raw(contents.subject.encode());
    w.raw(core::encode_spki(contents.public_key));
    w.constructed(der::context_constructed(3), [&](Writer& tagged) {
      core::write_extensions(tagged, extensions_of(profile, contents, issuer));
    });
  });
  return writer.take();
}

}  // namespace palmkey::pki
