// A whole phone - the device's own logic on a host in memory - against the co-signer, with certificates of a
// small authority.
#pragma once

#include "core/device/driver.hpp"
#include "core/signed_der.hpp"
#include "pki/certificate_builder.hpp"
#include "tests/core/device/memory_host.hpp"
#include "tests/vault/cosign_fixture.hpp"

namespace palmkey::test {

// Signs as an authority does, without any policy.
class SmallAuthority {
 public:
  SmallAuthority(core::Random& random, std::int64_t now);
  core::Bytes certify(const pki::CertificateProfile& profile, const core::sm2::Point& key);
  core::Bytes sign_descriptor(const core::Descriptor& descriptor);

  core::Bytes root;
  core::Bytes issuing;

 private:
  core::Bytes make(const pki::CertificateProfile& profile, const std::string& name,
                   const core::sm2::Point& key, const core::Bytes* issuer, const core::sm2::PrivateKey& by);
  core::Random& random_;
  std::int64_t now_;
  core::sm2::PrivateKey root_key_;
  core::sm2::PrivateKey issuing_key_;
};

struct DeviceKeyFile final : core::device::DeviceKeyHolder {
  pki::P256Key key = platform::value_or_throw(pki::P256Key::generate());
  core::DeviceKey public_key() const override { return key.public_key(); }
  core::Result<core::DeviceSignature> sign(core::ByteView data) override { return key.sign(data); }
};

class DeviceEndToEnd : public CoSignTest {
 protected:
  void SetUp() override;

  // As after a restart of the phone.
  void open() { device.emplace(*core::device::Device::open(host)); }
  void configure();
  void generate();
  // Issues a pair for the phone's key, with a new encryption key.
  void issue();
  void install() { succeed(device->install(key_id, pin_code)); }

  core::device::Outcome succeed(core::device::Finished finished);
  core::Error fail(const core::device::Finished& finished);

  void expect_signs();
  void expect_decrypts(const core::sm2::Point& recipient,
                       std::optional<sk::Identifier> encryption_key_id = std::nullopt);
  const core::device::Key& key() { return *device->state().find(key_id); }

  // The next message to the vault is lost; its answer is, if `arrives`.
  void lose_next(bool arrives);

  std::string pin_code = "271829";
  core::testing::MemoryStorage storage;
  core::testing::FunctionTransport transport;
  DeviceKeyFile device_key;
  core::testing::HmacSecret secret;
  core::testing::FixedClock device_clock;
  core::device::Host host{storage, transport, device_key, secret, device_clock, random};
  std::optional<core::device::Device> device;
  sk::Identifier key_id{};
  std::optional<SmallAuthority> authority;
  core::Bytes signed_descriptor;
};

}  // namespace palmkey::test
