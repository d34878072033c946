#include "vault/authority/authority.hpp"

#include "core/encoding.hpp"
#include "pki/certificate_profile.hpp"
#include "platform/failure.hpp"
#include "platform/migration.hpp"
#include "vault/authority/certify.hpp"
#include "vault/calendar.hpp"

namespace palmkey::vault {
namespace {

using platform::Failure;

namespace key_name {
constexpr std::string_view root = "root";
constexpr std::string_view issuing = "issuing";
constexpr std::string_view ocsp = "ocsp";
constexpr std::string_view sealing = "sealing-";  // and its place in the descriptor, from 1
constexpr std::string_view es256 = "jws-es256";
constexpr std::string_view rs256 = "jws-rs256";
constexpr std::string_view holder = "holder";
constexpr std::string_view identity = "identity";
constexpr std::string_view escrow = "escrow";
}  // namespace key_name

std::string sealing_key_name(std::size_t place) {
  return std::string(key_name::sealing) + std::to_string(place);
}

namespace document {
constexpr std::string_view root = "root";
constexpr std::string_view issuing = "issuing";
constexpr std::string_view ocsp = "ocsp";
constexpr std::string_view descriptor = "descriptor";
}  // namespace document

constexpr std::string_view tables = R"(
CREATE TABLE authority_keys (
  name TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('sm2', 'jws', 'secret')),
  wrapped TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE TABLE authority_documents (
  name TEXT PRIMARY KEY,
  der TEXT NOT NULL
);
)";

std::optional<core::Bytes> find_document(platform::Transaction& t, std::string_view name) {
  const auto row = t.query_one("SELECT der FROM authority_documents WHERE name = ?", name);
  if (!row) return std::nullopt;
  return row->bytes(0);
}

core::Bytes get_document(platform::Transaction& t, std::string_view name) {
  auto der = find_document(t, name);
  if (!der) throw Failure("authority_not_initialised", 500);
  return *std::move(der);
}

void put_document(platform::Transaction& t, std::string_view name, const core::Bytes& der) {
  t.execute(
      "INSERT INTO authority_documents (name, der) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET der = ?",
      name, der, der);
}

core::Certificate certificate_of(const core::Bytes& der) {
  return platform::value_or_throw(core::decode_certificate(der));
}

// What the certificates of the authority's own keys have in common.
class Founding {
 public:
  Founding(const Resources& resources, const Configuration& configuration)
      : resources_(resources), configuration_(configuration), now_(resources.clock.now()) {}

  core::Name name(const std::string& common_name) const {
    auto made = core::Name::of({{core::attribute_type::country, configuration_.country},
                                {core::attribute_type::organization, configuration_.organization},
                                {core::attribute_type::common_name, common_name}});
    if (!made) throw Failure("authority_name_invalid", 422);
    return *std::move(made);
  }

  core::Bytes certify_as(const pki::CertificateProfile& profile, const std::string& common_name,
                         const core::sm2::Point& public_key, std::int64_t years,
                         const core::Certificate* issuer, const SigningKey& issuer_key) const {
    pki::CertificateContents contents{
        .serial = platform::value_or_throw(pki::random_serial(resources_.random)),
        .subject = name(common_name),
        .public_key = public_key,
        .not_before = now_,
        .not_after = add_months(now_, static_cast<int>(12 * years)),
        .addresses = {},
        .policies = {},
        .extensions = {},
    };
    return certify(profile, contents, issuer, issuer_key);
  }

  std::int64_t now() const { return now_; }

 private:
  const Resources& resources_;
  const Configuration& configuration_;
  std::int64_t now_;
};

core::Bytes sign_descriptor(const core::Descriptor& descriptor, const core::Bytes& root,
                            const SigningKey& root_key) {
  const auto der = core::encode_descriptor(descriptor);
  const auto signature =
      platform::value_or_throw(pki::sign_and_verify(root_key.sign, root_key.public_key, der));
  return core::encode_signed_descriptor({der, root, signature});
}

core::Descriptor descriptor_of(const core::Bytes& signed_der) {
  const auto travelled = platform::value_or_throw(core::decode_signed_descriptor(signed_der));
  return platform::value_or_throw(core::decode_descriptor(travelled.descriptor));
}

void found(platform::Transaction& t, const Resources& resources, const AuditLog& audit, KeyStore& keys,
           const Configuration& configuration) {
  const Founding founding(resources, configuration);
  const auto root_key = keys.create_signing_key(t, key_name::root);
  const auto root_der = founding.certify_as(pki::root_profile(), configuration.root_name, root_key.public_key,
                                            configuration.root_years, nullptr, root_key);
  const auto root = certificate_of(root_der);

  const auto issuing_key = keys.create_signing_key(t, key_name::issuing);
  const auto issuing_der =
      founding.certify_as(pki::issuing_profile(), configuration.issuing_name, issuing_key.public_key,
                          configuration.issuing_years, &root, root_key);
  const auto issuing = certificate_of(issuing_der);

  const auto ocsp_key = keys.create_signing_key(t, key_name::ocsp);
  const auto ocsp_der =
      founding.certify_as(pki::ocsp_responder_profile(), configuration.issuing_name + " OCSP",
                          ocsp_key.public_key, configuration.issuing_years, &issuing, issuing_key);

  const auto sealing_key = keys.create_signing_key(t, sealing_key_name(1));
  for (const auto name : {key_name::holder, key_name::identity, key_name::escrow})
    keys.create_secret(t, name);
  keys.create_jws_key(t, key_name::es256, pki::JwsAlgorithm::es256);
  keys.create_jws_key(t, key_name::rs256, pki::JwsAlgorithm::rs256);

  const core::Descriptor descriptor{
      configuration.platform_name,
      configuration.base_url,
      {{sealing_key.public_key, founding.now(),
        add_months(founding.now(), static_cast<int>(12 * configuration.sealing_years))}},
      {core::sm3(root_der)}};
  const auto signed_descriptor = sign_descriptor(descriptor, root_der, root_key);

  put_document(t, document::root, root_der);
  put_document(t, document::issuing, issuing_der);
  put_document(t, document::ocsp, ocsp_der);
  put_document(t, document::descriptor, signed_descriptor);
  audit.append(
      t, "authority.initialised",
      {{"root", core::to_hex(core::sm3(root_der))}, {"issuing", core::to_hex(core::sm3(issuing_der))}});
}

void renew_descriptor_if_changed(platform::Transaction& t, const AuditLog& audit, const KeyStore& keys,
                                 const Configuration& configuration) {
  auto descriptor = descriptor_of(get_document(t, document::descriptor));
  if (descriptor.name == configuration.platform_name && descriptor.base_url == configuration.base_url) return;
  descriptor.name = configuration.platform_name;
  descriptor.base_url = configuration.base_url;
  const auto signed_descriptor =
      sign_descriptor(descriptor, get_document(t, document::root), keys.signing_key(t, key_name::root));
  put_document(t, document::descriptor, signed_descriptor);
  audit.append(t, "descriptor.signed",
               {{"base_url", descriptor.base_url}, {"digest", core::to_hex(core::sm3(signed_descriptor))}});
}

}  // namespace

void migrate_authority(platform::Database& database) {
  const platform::Migration steps[] = {{"0001_authority", tables}};
  platform::migrate(database, "authority", steps);
}

void initialise_authority(const Resources& resources, const AuditLog& audit, KeyStore& keys,
                          const Configuration& configuration) {
  resources.database.transaction([&](platform::Transaction& t) {
    if (keys.has(t, key_name::root)) {
      renew_descriptor_if_changed(t, audit, keys, configuration);
    } else {
      found(t, resources, audit, keys, configuration);
    }
  });
}

std::shared_ptr<const Authority> Authority::open(const Resources& resources, const KeyStore& keys) {
  return resources.database.read([&](platform::Transaction& t) {
    auto signed_descriptor = get_document(t, document::descriptor);
    std::vector<VaultSealingKey> sealing;
    for (const auto& published : descriptor_of(signed_descriptor).sealing_keys) {
      sealing.push_back({published, keys.private_key(t, sealing_key_name(sealing.size() + 1))});
    }
    return std::shared_ptr<const Authority>(new Authority({
        .root = certificate_of(get_document(t, document::root)),
        .issuing = certificate_of(get_document(t, document::issuing)),
        .ocsp_responder = certificate_of(get_document(t, document::ocsp)),
        .issuing_key = keys.signing_key(t, key_name::issuing),
        .ocsp_key = keys.signing_key(t, key_name::ocsp),
        .signed_descriptor = std::move(signed_descriptor),
        .sealing_keys = std::move(sealing),
        .holder_key = keys.secret(t, key_name::holder),
        .identity_key = keys.secret(t, key_name::identity),
        .escrow_key = keys.secret(t, key_name::escrow),
        .jws_keys = {keys.jws_key(t, key_name::es256), keys.jws_key(t, key_name::rs256)},
    }));
  });
}

bool is_initialised(platform::Database& database) {
  return database.read([](platform::Transaction& t) { return find_document(t, document::root).has_value(); });
}

Chain export_chain(platform::Database& database) {
  return database.read([](platform::Transaction& t) {
    return Chain{get_document(t, document::root), get_document(t, document::issuing)};
  });
}

}  // namespace palmkey::vault
