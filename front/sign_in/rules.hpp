// The rules of sign-in that need neither HTTP nor SQL.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/text_intent.hpp"
#include "front/sign_in/types.hpp"

namespace palmkey::front::sign_in {

inline constexpr std::int64_t login_lifetime_ms = 3 * 60 * 1000;
inline constexpr std::int64_t bind_lifetime_ms = 5 * 60 * 1000;  // the guide's five minutes
inline constexpr std::int64_t authorization_code_lifetime_ms = 60 * 1000;
inline constexpr std::int64_t access_token_lifetime_ms = 10 * 60 * 1000;

// An authorization request that can't be answered by a redirect, since client or redirect_uri are not to be
// trusted, is thrown as a Failure (unknown_client, redirect_uri_mismatch). What can is returned as an error.
struct AuthorizationOutcome {
  AuthorizationRequest request;  // client_id, redirect_uri and state are valid in any case
  std::string error;             // of RFC 6749, 4.1.2.1 or OpenID Connect Core, 3.1.2.6; empty if all is well
  std::string error_description;
};
using RelyingPartyLookup = std::function<std::optional<RelyingParty>(std::string_view client_id)>;
AuthorizationOutcome check_authorization_request(const std::map<std::string, std::string>& parameters,
                                                 const RelyingPartyLookup& lookup);

// redirect_uri with parameters appended, percent-encoded.
std::string redirect_with(std::string_view redirect_uri,
                          const std::map<std::string, std::string>& parameters);

// RFC 7636, 4.6: whether BASE64URL(SHA-256(verifier)) is the challenge and the verifier is well formed.
bool code_verifier_matches(std::string_view verifier, std::string_view challenge);

// Whether this is the client's secret (SHA-256 compared in constant time). A public client has none.
bool client_secret_matches(std::string_view secret, const RelyingParty& relying_party);

// SHA-256 in hexadecimal, as the vault keeps a client's secret.
std::string client_secret_digest(std::string_view secret);

// The intent that the phone shows and signs: `login` or `bind`. Failure("intent_refused", 400) if what the
// relying party sent can't stand in one.
core::TextIntent make_intent(const Session& session, const RelyingParty& relying_party, std::int64_t now);

// Whether an account may be bound to `subject` beside the bindings it has. Failure: account_already_bound.
void check_may_bind(const std::vector<Binding>& bindings, std::string_view subject,
                    const RelyingParty& relying_party);

// Whether `subject` may sign in to an account with these bindings. Failure: account_not_bound,
// certificate_not_bound.
void check_may_sign_in(const std::vector<Binding>& bindings, std::string_view subject);

}  // namespace palmkey::front::sign_in
