#include "tests/vault/device_end_to_end_fixture.hpp"

#include "core/encoding.hpp"
#include "tests/support/openssl_sm2.hpp"

namespace palmkey::test {

using core::device::Failed;
using core::device::Outcome;
using platform::value_or_throw;

SmallAuthority::SmallAuthority(core::Random& random, std::int64_t now)
    : random_(random),
      now_(now),
      root_key_(value_or_throw(core::sm2::PrivateKey::generate(random))),
      issuing_key_(value_or_throw(core::sm2::PrivateKey::generate(random))) {
  root = make(pki::root_profile(), "示范根", root_key_.public_key(), nullptr, root_key_);
  issuing = make(pki::issuing_profile(), "示范签发", issuing_key_.public_key(), &root, root_key_);
}

core::Bytes SmallAuthority::make(const pki::CertificateProfile& profile, const std::string& name,
                                 const core::sm2::Point& key, const core::Bytes* issuer,
                                 const core::sm2::PrivateKey& by) {
  const pki::CertificateContents contents{
      .serial = value_or_throw(pki::random_serial(random_)),
      .subject = value_or_throw(core::Name::of({{"2.5.4.6", "CN"}, {"2.5.4.3", name}})),
      .public_key = key,
      .not_before = now_,
      .not_after = now_ + 1'000'000,
      .addresses = {},
      .policies = {},
      .extensions = {}};
  std::optional<core::Certificate> issuer_certificate;
  if (issuer != nullptr) issuer_certificate = value_or_throw(core::decode_certificate(*issuer));
  const auto tbs = value_or_throw(
      pki::build_tbs_certificate(profile, contents, issuer_certificate ? &*issuer_certificate : nullptr));
  return core::assemble_signed(tbs, value_or_throw(by.sign(tbs, random_)));
}

core::Bytes SmallAuthority::certify(const pki::CertificateProfile& profile, const core::sm2::Point& key) {
  return make(profile, "张示范", key, &issuing, issuing_key_);
}

core::Bytes SmallAuthority::sign_descriptor(const core::Descriptor& descriptor) {
  const auto der = core::encode_descriptor(descriptor);
  return core::encode_signed_descriptor({der, root, value_or_throw(root_key_.sign(der, random_))});
}

void DeviceEndToEnd::SetUp() {
  device_clock.time = clock.now();
  transport.handler = [this](core::ByteView sealed) {
    return core::Result<core::Bytes>(cosigner.exchange(sealed));
  };
  authority.emplace(random, clock.now());
  certificates.given_chain = {authority->issuing, authority->root};
  const core::Descriptor descriptor{
      "示范认证中心", "https://palmkey.example", {sealing_keys[0].published}, {core::sm3(authority->root)}};
  signed_descriptor = authority->sign_descriptor(descriptor);
  open();
}

void DeviceEndToEnd::configure() {
  const auto fingerprint = value_or_throw(core::decode_signed_descriptor(signed_descriptor)).fingerprint();
  succeed(device->configure(signed_descriptor, fingerprint));
}

void DeviceEndToEnd::generate() {
  const auto outcome = succeed(device->generate(pin_code, {.label = "order", .activation = {}, .dates = {}}));
  key_id = std::get<core::device::GeneratedKey>(outcome).key_id;
}

void DeviceEndToEnd::issue() {
  certificates.certificates.push_back(
      authority->certify(pki::subscriber_signing_profile(), key().public_key));
  const auto encryption_key =
      database->transaction([&](platform::Transaction& t) { return kmc.create_encryption_key(t, key_id); });
  certificates.certificates.push_back(
      authority->certify(pki::subscriber_encryption_profile(), encryption_key));
}

Outcome DeviceEndToEnd::succeed(core::device::Finished finished) {
  if (const auto* failed = std::get_if<Failed>(&finished)) {
    ADD_FAILURE() << core::code(failed->error);
    return {};
  }
  return std::move(std::get<Outcome>(finished));
}

core::Error DeviceEndToEnd::fail(const core::device::Finished& finished) {
  const auto* failed = std::get_if<Failed>(&finished);
  if (failed != nullptr) return failed->error;
  ADD_FAILURE() << "succeeded";
  return core::Error::refused;
}

void DeviceEndToEnd::expect_signs() {
  const auto text = statement();
  auto outcome = succeed(device->sign(key_id, pin_code, core::IntentKind::text, text));
  ASSERT_TRUE(std::holds_alternative<core::Bytes>(outcome));
  const auto signature = core::sm2::decode_der(std::get<core::Bytes>(outcome));
  ASSERT_TRUE(signature);
  EXPECT_TRUE(openssl_accepts(key().public_key, text, *signature));
}

void DeviceEndToEnd::expect_decrypts(const core::sm2::Point& recipient,
                                     std::optional<sk::Identifier> encryption_key_id) {
  const auto ciphertext = value_or_throw(core::sm2::encrypt(recipient, core::as_bytes("机密"), random));
  auto outcome = succeed(device->decrypt(key_id, pin_code, ciphertext, encryption_key_id));
  ASSERT_TRUE(std::holds_alternative<core::Secret>(outcome));
  EXPECT_EQ(core::as_text(std::get<core::Secret>(outcome).view()), "机密");
}

void DeviceEndToEnd::lose_next(bool arrives) {
  auto honest = transport.handler;
  transport.handler = [this, arrives, honest](core::ByteView sealed) -> core::Result<core::Bytes> {
    if (arrives) (void)cosigner.exchange(sealed);
    const auto next = honest;  // the handler that runs is about to be replaced
    transport.handler = next;
    return core::Error::transport_failed;
  };
}

}  // namespace palmkey::test
