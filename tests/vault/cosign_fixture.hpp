// A vault with an authority and a co-signer.
#pragma once

#include <map>

#include "core/encoding.hpp"
#include "core/text_intent.hpp"
#include "tests/vault/demonstration.hpp"
#include "tests/vault/raw_phone.hpp"
#include "tests/vault/vault_fixture.hpp"
#include "vault/cosign/cosigner.hpp"

namespace palmkey::test {

// Certificates that a test hands over.
struct GivenCertificates : vault::CertificateSource {
  std::vector<core::Bytes> certificates;
  std::vector<core::Bytes> revoked;
  std::vector<core::Bytes> given_chain;
  std::vector<core::Bytes> certificates_of(platform::Transaction&, core::ByteView) const override {
    return certificates;
  }
  std::vector<core::Bytes> revoked_certificates_of(platform::Transaction&, core::ByteView) const override {
    return revoked;
  }
  mutable int times_handed_out = 0;
  void handed_out(platform::Transaction&, core::ByteView, std::int64_t) const override { ++times_handed_out; }
  std::vector<core::Bytes> chain() const override { return given_chain; }
};

// Unlocking orders that a test approves, by key.
struct GivenUnlocks : vault::UnlockSource {
  mutable std::map<std::string, std::string> approved;
  void approve(core::ByteView key_id) { approved[core::to_hex(key_id)] = "0020260301000009"; }
  std::optional<std::string> take(platform::Transaction&, core::ByteView key_id,
                                  std::int64_t) const override {
    const auto found = approved.find(core::to_hex(key_id));
    if (found == approved.end()) return std::nullopt;
    auto order = std::move(found->second);
    approved.erase(found);
    return order;
  }
};

class CoSignTest : public VaultTest {
 protected:
  CoSignTest();

  // A statement to sign; each `text` another.
  core::Bytes statement(std::string_view text = "示范内容") const;

  RawPhone phone() { return {cosigner, sealing_keys[0].published.key, random}; }
  // One with a key.
  RawPhone phone_with_key();

  std::int64_t rows(const std::string& table);
  // Everything that the co-signer keeps: nothing may have changed where this is the same.
  std::string contents();
  vault::KeyState state_of(const RawPhone& phone);

  vault::PinConfiguration pin;
  std::vector<vault::VaultSealingKey> sealing_keys;
  vault::Operators operators{resources, audit};
  vault::Kmc kmc{resources, audit, key_wrap};
  GivenCertificates certificates;
  GivenUnlocks unlocks;
  vault::HandoverConfiguration handover;
  vault::CoSignerDirectory directory;
  vault::CoSigner cosigner{
      {resources, audit, operators, kmc, certificates, sealing_keys, pin, unlocks, handover}};
};

}  // namespace palmkey::test
