// Whether an intent was really signed by an operator who may: what issuing, revoking and the officers' desk
// rest on.
#pragma once

#include <initializer_list>
#include <string_view>

#include "core/text_intent.hpp"
#include "vault/key_directory.hpp"
#include "vault/operators/operators.hpp"
#include "vault/signed_intent.hpp"

namespace palmkey::vault {

struct CheckedIntent {
  core::TextIntent intent;
  Operator signer;
  std::int64_t signed_at = 0;  // when the vault co-signed it, by the vault's clock
};

// Thread-safe.
class OperatorIntents {
 public:
  OperatorIntents(const Operators& operators, const KeyDirectory& keys)
      : operators_(operators), keys_(keys) {}

  // Checks that the text parses as one of `types`, that the operator it names is active and holds the role of
  // its `step` (if its type has one), that the signature verifies under that operator's key and that the
  // vault's own log has it. Failure: "intent_refused" (422), "operator_not_allowed" (403), "bad_signature",
  // "not_cosigned" (403); `field` names the argument for the failure.
  CheckedIntent check(platform::Transaction& transaction, const SignedIntent& signed_intent,
                      std::initializer_list<std::string_view> types, std::string_view field) const;

  // Checks two intents of one type as above, with the steps acceptance and review, by two different
  // operators, both signed within the last `max_age` seconds, and equal in all but operator, step and time.
  // Further failures: "approval_step_wrong", "approvals_by_one_operator", "approvals_differ",
  // "approval_stale" (all 403).
  struct Pair {
    CheckedIntent acceptance;
    CheckedIntent review;
  };
  Pair check_pair(platform::Transaction& transaction, const SignedIntent& acceptance,
                  const SignedIntent& review, std::string_view type, std::int64_t now,
                  std::int64_t max_age) const;

 private:
  const Operators& operators_;
  const KeyDirectory& keys_;
};

// What an intent says beside who signed it, in which step and when: lines of `name: value`.
std::string agreed_content(const core::TextIntent& intent);

}  // namespace palmkey::vault
