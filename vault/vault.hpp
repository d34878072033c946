// The running vault: all its businesses, put together.
#pragma once

#include <functional>
#include <memory>

#include "vault/issuing/holding.hpp"
#include "vault/issuing/issuer.hpp"
#include "vault/issuing/revocation.hpp"
#include "vault/operators/operator_changes.hpp"
#include "vault/operators/operator_intents.hpp"
#include "vault/operators/operators.hpp"
#include "vault/recovery/recovery.hpp"
#include "vault/relying_parties/relying_parties.hpp"
#include "vault/relying_parties/relying_party_changes.hpp"
#include "vault/sign_in/sign_in.hpp"
#include "vault/unlocking/unlocking.hpp"

namespace palmkey::vault {

// What the co-signer and the key management centre are to the others.
struct DeviceLink {
  const KeyDirectory& keys;
  EncryptionKeySource& encryption_keys;
  // Answers a SealedRequest (DER) with a SealedResponse. Throws platform::Failure.
  std::function<core::Bytes(core::ByteView)> exchange;
};

// Everything handed in must outlive it. Thread-safe.
class Vault {
 public:
  Vault(const Resources& with, const Configuration& configured, const Authority& opened, DeviceLink linked)
      : resources(with), configuration(configured), authority(opened), link(std::move(linked)) {}

  const Resources& resources;
  const Configuration& configuration;
  const Authority& authority;
  const DeviceLink link;

  const AuditLog audit{resources.clock};
  const Operators operators{resources, audit};
  const RelyingParties relying_parties{resources, audit};
  const OperatorIntents operator_intents{operators, link.keys};
  const OperatorChanges operator_changes{{resources, configuration, operators, operator_intents}};
  const RelyingPartyChanges relying_party_changes{
      {resources, configuration, relying_parties, operator_intents}};
  const Issuer issuer{
      {resources, audit, configuration, authority, operator_intents, link.keys, link.encryption_keys}};
  const Revocation revocation{{resources, audit, configuration, authority, operator_intents, link.keys}};
  const Holding holding{{resources, audit, operator_intents, link.keys}};
  const Unlocking unlocking{{resources, audit, configuration, operator_intents, link.keys}};
  const Recovery recovery{
      {resources, audit, configuration, operator_intents, link.keys, link.encryption_keys}};
  const TokenSigner tokens{authority.jws_keys()};
  const SignIn sign_in{{resources, audit, configuration, authority, relying_parties, link.keys, tokens}};

  // What has to be done now and then, whatever is asked: a fresh CRL, sessions forgotten. Harmless at any
  // time.
  void keep_house() const {
    revocation.renew_crl();
    sign_in.forget_expired();
  }
};

}  // namespace palmkey::vault
