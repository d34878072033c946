// ID tokens are made here, against a person's own signature over a `login` or `bind` intent, and once a
// session: a front that was taken over can sign nobody in.
#pragma once

#include <string>

#include "vault/audit/audit_log.hpp"
#include "vault/authority/authority.hpp"
#include "vault/configuration.hpp"
#include "vault/issuing/certificate_status.hpp"
#include "vault/key_directory.hpp"
#include "vault/relying_parties/relying_parties.hpp"
#include "vault/sign_in/token_signer.hpp"
#include "vault/signed_intent.hpp"

namespace palmkey::vault {

struct SignInOrder {
  SignedIntent intent;
  std::string certificate_serial;  // of the signing certificate
  std::string issuer;              // must be the platform's base URL
  std::string algorithm;           // "ES256" or "RS256"; must be the relying party's
  bool with_name = false;
};

struct SignedIn {
  std::string id_token;
  std::string subject;  // pairwise: HMAC-SM3 over client and holder
  std::string name;     // empty unless asked for
  std::int64_t expires_at = 0;
};

struct SignInParts {
  const Resources& resources;
  const AuditLog& audit;
  const Configuration& configuration;
  const Authority& authority;
  const RelyingParties& relying_parties;
  const KeyDirectory& keys;
  const TokenSigner& tokens;
};

// Thread-safe.
class SignIn {
 public:
  explicit SignIn(const SignInParts& parts) : parts_(parts) {}

  // Failure: "intent_refused" (422); "issuer_differs", "relying_party_unknown", "relying_party_differs",
  // "algorithm_differs", "session_missing", "nonce_missing", "account_missing", "not_cosigned",
  // "intent_stale", "certificate_not_good" (all 403); "certificate_not_found" (404); "session_used" (409);
  // "bad_signature".
  SignedIn sign_in(const SignInOrder& order) const;

  // Forgets sessions whose intents are too old to be used again, whatever becomes of them.
  void forget_expired() const;

 private:
  struct Assertion;
  Assertion check(platform::Transaction& t, const SignInOrder& order, std::int64_t now) const;
  std::string claims(const SignInOrder& order, const Assertion& assertion, const SignedIn& answer,
                     std::int64_t now) const;

  SignInParts parts_;
};

}  // namespace palmkey::vault
