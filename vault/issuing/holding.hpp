// An officer stops a key after its holder has called, and lets it go again.
#pragma once

#include <cstdint>
#include <string>

#include "vault/audit/audit_log.hpp"
#include "vault/operators/operator_intents.hpp"
#include "vault/resources.hpp"

namespace palmkey::vault {

struct HoldOrder {
  std::string serial;   // of either certificate of the pair
  SignedIntent intent;  // `hold` or `release`
};

struct HoldingParts {
  const Resources& resources;
  const AuditLog& audit;
  const OperatorIntents& operator_intents;
  const KeyDirectory& keys;
};

// Thread-safe.
class Holding {
 public:
  explicit Holding(const HoldingParts& parts) : parts_(parts) {}

  // Does what an officer - of acceptance or review - signed. A hold stops the key as its holder's freeze
  // does, and keeps it stopped until both an officer has released it and, where it was frozen too, the holder
  // has unfrozen it with the PIN. An intent is acted on once: handed in again, also after a later one, it
  // changes nothing. Returns since when the key is stopped, nothing if it is not. Failure: those of
  // OperatorIntents::check; "serial_differs" (403), "certificate_not_found" (404), "approval_stale" (403),
  // "key_closed" (409).
  std::optional<std::int64_t> act(const HoldOrder& order) const;

 private:
  HoldingParts parts_;
};

void migrate_holding(platform::Database& database);

}  // namespace palmkey::vault
