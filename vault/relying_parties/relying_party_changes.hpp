// Sites that are registered and removed on administrators' signatures.
#pragma once

#include "vault/operators/operator_changes.hpp"
#include "vault/relying_parties/relying_parties.hpp"

namespace palmkey::vault {

struct RelyingPartyChangesParts {
  const Resources& resources;
  const Configuration& configuration;
  const RelyingParties& relying_parties;
  const OperatorIntents& operator_intents;
};

// Thread-safe.
class RelyingPartyChanges {
 public:
  explicit RelyingPartyChanges(const RelyingPartyChangesParts& parts) : parts_(parts) {}

  // Does what a `register-site` or `remove-site` intent says (docs/protocol.md, "Administrators"). Returns
  // the site, after a removal only its client_id. Repeating a change changes nothing. Failure: those of
  // OperatorIntents::check_change and of RelyingParties.
  RelyingParty change(const SignedChange& change) const;

 private:
  RelyingPartyChangesParts parts_;
};

}  // namespace palmkey::vault
