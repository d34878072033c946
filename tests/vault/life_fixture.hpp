// A whole vault - co-signer, key management centre, authority and all orders - with officers, recovery agents
// and holders whose phones are real to it.
#pragma once

#include <deque>

#include "core/text_intent.hpp"
#include "tests/vault/demonstration.hpp"
#include "tests/vault/living_phone.hpp"
#include "tests/vault/vault_fixture.hpp"
#include "vault/issuing/issued_certificates.hpp"
#include "vault/kmc/kmc.hpp"
#include "vault/unlocking/unlock_permits.hpp"
#include "vault/vault.hpp"

namespace palmkey::test {

class LifeTest : public VaultTest {
 protected:
  using Fields = std::vector<core::TextIntent::Field>;

  LifeTest();

  // An operator at the phone that signs for them.
  struct Desk {
    std::string id;
    LivingPhone phone;
  };

  LivingPhone make_phone();
  // With a key that nothing was issued for.
  LivingPhone phone_with_key();
  std::string next_number();
  // Something to sign.
  core::Bytes statement() const;

  // What both officers sign for the key of this phone. `follows`: serial number, empty for a new certificate.
  vault::IssueOrder issue_order(const LivingPhone& of, const std::string& business,
                                const std::string& follows = "", const Fields& changed = {});
  vault::RevokeOrder revoke_order(const std::string& serial);
  // Nothing if the key does not sign.
  std::optional<vault::RevokeOwnOrder> revoke_own_order(LivingPhone& of, const std::string& serial);
  vault::UnlockOrder unlock_order(const std::string& serial);
  vault::RecoveryOrder recovery_order(const std::string& serial);
  // `type`: "hold" or "release".
  vault::HoldOrder hold_order(const std::string& type, const std::string& serial);

  // Issues and installs; the serial number of the signing certificate.
  std::string first_certificate(LivingPhone& phone, const Fields& changed = {});
  static std::string serial_of(const core::Bytes& certificate);

  vault::Configuration configuration;
  std::shared_ptr<const vault::Authority> authority;
  std::unique_ptr<vault::Operators> operators;
  std::unique_ptr<vault::IssuedCertificates> certificates;
  std::unique_ptr<vault::Kmc> kmc;
  std::unique_ptr<vault::CoSigner> cosigner;
  vault::UnlockPermits permits;
  vault::CoSignerDirectory directory;
  std::unique_ptr<vault::Vault> vault;
  std::deque<Desk> desks;  // acceptance, review, two recovery agents

 private:
  void appoint(const std::string& name, vault::Role role);
  vault::SignedIntent signed_at(Desk& desk, const std::string& type, const std::string& step, Fields fields);

  int orders_ = 0;
};

}  // namespace palmkey::test
