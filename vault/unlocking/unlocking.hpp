// Officers let a locked key get a new PIN.
#pragma once

#include <string>

#include "vault/audit/audit_log.hpp"
#include "vault/configuration.hpp"
#include "vault/operators/operator_intents.hpp"
#include "vault/resources.hpp"
#include "vault/unlocking/unlock_permits.hpp"

namespace palmkey::vault {

struct UnlockOrder {
  std::string order_number;
  SignedIntent acceptance;  // `unlock`
  SignedIntent review;      // empty where one officer suffices
};

struct UnlockingParts {
  const Resources& resources;
  const AuditLog& audit;
  const Configuration& configuration;
  const OperatorIntents& operator_intents;
  const KeyDirectory& keys;
};

// Thread-safe.
class Unlocking {
 public:
  explicit Unlocking(const UnlockingParts& parts) : parts_(parts) {}

  // Lets the phone of the certificate's key unlock it once, within the configured time. Where one officer
  // signs alone, the permit counts only after a waiting time; the owner is told at once and may have the key
  // held. Repeating an order returns its permit, also a used one. Failure: those of
  // OperatorIntents::check_pair; "second_officer_needed" (403, "review"); "order_number_differs" (403),
  // "certificate_not_found" (404), "order_conflict" (409), "key_not_locked" (409), "own_order" (403) for an
  // officer with the holder's name.
  UnlockPermit approve(const UnlockOrder& order) const;

 private:
  std::vector<CheckedIntent> check(platform::Transaction& t, const UnlockOrder& order,
                                   std::int64_t now) const;

  UnlockingParts parts_;
  UnlockPermits permits_;
};

}  // namespace palmkey::vault
