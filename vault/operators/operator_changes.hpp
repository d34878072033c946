// Operators who are appointed and dismissed on administrators' signatures.
#pragma once

#include "vault/configuration.hpp"
#include "vault/operators/operator_intents.hpp"
#include "vault/operators/operators.hpp"
#include "vault/resources.hpp"

namespace palmkey::vault {

struct OperatorChangesParts {
  const Resources& resources;
  const Configuration& configuration;
  const Operators& operators;
  const OperatorIntents& operator_intents;
};

struct ChangedOperator {
  Operator now;
  std::int64_t activation_expires_at = 0;  // 0 unless a device is awaited
};

// Thread-safe.
class OperatorChanges {
 public:
  explicit OperatorChanges(const OperatorChangesParts& parts) : parts_(parts) {}

  // Does what an `appoint` or `dismiss` intent says (docs/protocol.md, "Administrators"). A dismissal ends at
  // once whatever the operator has signed and not used. Nobody signs their own dismissal or new device: so
  // many administrators as are needed always remain. Repeating a change changes nothing. Failure: those of
  // OperatorIntents::check_change and of Operators; "own_change" (403), "operator_role_invalid",
  // "activation_invalid" (422), "activation_used" (409).
  ChangedOperator change(const SignedChange& change) const;

 private:
  OperatorChangesParts parts_;
};

// What changes by administrators take, as configured.
Administration administration_of(const Configuration& configuration);

}  // namespace palmkey::vault
