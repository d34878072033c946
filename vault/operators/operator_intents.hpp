// Whether an intent was really signed by an operator who may: what issuing, revoking and the officers' desk
// rest on.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "core/sm3.hpp"
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

// A change of operators or sites, as two administrators signed it.
struct SignedChange {
  SignedIntent first;
  SignedIntent second;
};

// What a change takes.
struct Administration {
  std::int64_t administrators_needed = 2;  // 1 or 2
  std::int64_t max_age = 0;                // of a signature, seconds
};

// Thread-safe.
class OperatorIntents {
 public:
  OperatorIntents(const Operators& operators, const KeyDirectory& keys)
      : operators_(operators), keys_(keys) {}

  // Checks that the text parses as one of `types`, that the operator it names is active and may sign it (who
  // holds the role of its `step`; anybody a `desk`; either officer a `hold` or a `release`; an administrator
  // what changes operators or sites), that the signature verifies under that operator's key and that the
  // vault's own log has it. What was signed with a key that is frozen, or suspended because of a copy, counts
  // for nothing until the key is good again. Failure: "intent_refused" (422), "operator_not_allowed" (403),
  // "key_not_active" (403), "bad_signature", "not_cosigned" (403); `field` names the argument for the
  // failure.
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

  // Checks what administrators signed together: an intent of one of `types` each, by as many different
  // administrators as are needed, none of them too old, and equal in all but operator and time. With
  // one administrator needed `second` may be empty. Further failures: "second_administrator_needed",
  // "signed_by_one_administrator", "changes_differ", "approval_stale" (all 403).
  struct Change {
    core::TextIntent intent;           // the first one; the other says the same
    std::vector<std::string> signers;  // their identifiers
    core::Digest content{};            // SM3 of what they agree on
    std::string by() const;            // the signers, for the audit log
  };
  Change check_change(platform::Transaction& transaction, const SignedChange& change,
                      std::initializer_list<std::string_view> types, std::int64_t now,
                      const Administration& administration) const;

 private:
  const Operators& operators_;
  const KeyDirectory& keys_;
};

// What an intent says beside who signed it, in which step and when: lines of `name: value`.
std::string agreed_content(const core::TextIntent& intent);

}  // namespace palmkey::vault
