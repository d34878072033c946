#include "front/sign_in/token_endpoint.hpp"

#include "core/encoding.hpp"
#include "front/tokens.hpp"
#include "platform/failure.hpp"
#include "platform/http_message.hpp"

namespace palmkey::front::sign_in {

using platform::Failure;
using platform::Transaction;

namespace {

std::string get(const std::map<std::string, std::string>& form, const char* name) {
  const auto found = form.find(name);
  return found == form.end() ? std::string() : found->second;
}

}  // namespace

ClientCredentials read_credentials(const std::optional<std::string>& authorization_header,
                                   const std::map<std::string, std::string>& form) {
  ClientCredentials posted{get(form, "client_id"), get(form, "client_secret")};
  if (!authorization_header) return posted;
  constexpr std::string_view kBasic = "Basic ";
  if (!authorization_header->starts_with(kBasic))
    throw OAuthError("invalid_client", "Basic is expected", 401);
  if (!posted.client_secret.empty()) throw OAuthError("invalid_request", "two ways of client authentication");
  const auto decoded = core::from_base64(std::string_view(*authorization_header).substr(kBasic.size()));
  if (!decoded) throw OAuthError("invalid_client", "malformed Basic credentials", 401);
  const std::string_view pair = core::as_text(*decoded);
  const std::size_t colon = pair.find(':');
  if (colon == std::string_view::npos) throw OAuthError("invalid_client", "malformed Basic credentials", 401);
  // RFC 6749, 2.3.1: both parts are form-encoded before.
  const auto id = platform::percent_decode(pair.substr(0, colon), true);
  const auto secret = platform::percent_decode(pair.substr(colon + 1), true);
  if (!id || !secret || (!posted.client_id.empty() && posted.client_id != *id))
    throw OAuthError("invalid_client", "malformed Basic credentials", 401);
  return {*id, *secret};
}

RelyingParty TokenEndpoint::authenticate(const ClientCredentials& credentials) {
  const auto relying_party = directory_.find(credentials.client_id);
  const bool is_public = relying_party && relying_party->secret_digest.empty();
  if (!relying_party || (!is_public && !client_secret_matches(credentials.client_secret, *relying_party)) ||
      (is_public && !credentials.client_secret.empty()))
    throw OAuthError("invalid_client", "unknown client or wrong secret", 401);
  return *relying_party;
}

TokenReply TokenEndpoint::redeem(const std::map<std::string, std::string>& form,
                                 const ClientCredentials& credentials) {
  const RelyingParty relying_party = authenticate(credentials);
  if (get(form, "grant_type") != "authorization_code")
    throw OAuthError("unsupported_grant_type", "grant_type is authorization_code");
  const std::string code = get(form, "code");
  if (code.empty()) throw OAuthError("invalid_request", "code is missing");

  const std::int64_t now = s_.clock.now_ms();
  const std::string access_token = random_token(s_.random);
  bool reused = false;
  const auto grant = s_.database.transaction([&](Transaction& t) -> std::optional<Grant> {
    reused = false;
    const auto holder = store_.by_authorization_code(t, token_digest(code));
    if (!holder || holder->grant.client_id != relying_party.client_id) return std::nullopt;
    if (holder->status == Status::redeemed) {
      // RFC 6749, 4.1.2: somebody has the code who should not.
      store_.revoke_access_token(t, holder->grant.session_id);
      reused = true;
      return std::nullopt;
    }
    if (now >= holder->expires_ms || holder->grant.redirect_uri != get(form, "redirect_uri") ||
        !code_verifier_matches(get(form, "code_verifier"), holder->grant.code_challenge))
      return std::nullopt;
    store_.set_redeemed(t, holder->grant.session_id, token_digest(access_token),
                        now + access_token_lifetime_ms);
    return holder->grant;
  });
  if (reused) throw OAuthError("invalid_grant", "the code was used before");
  if (!grant)
    throw OAuthError("invalid_grant", "the code, its redirect_uri or its code_verifier is wrong or expired");
  return {access_token, grant->id_token, grant->name.empty() ? "openid" : "openid profile",
          access_token_lifetime_ms / 1000};
}

UserInformation TokenEndpoint::user_information(const std::string& access_token) {
  const auto grant = s_.database.read([&](Transaction& t) {
    return store_.by_access_token(t, token_digest(access_token), s_.clock.now_ms());
  });
  if (!grant) throw OAuthError("invalid_token", "the access token is unknown or expired", 401);
  return {grant->subject, grant->name};
}

void TokenEndpoint::unbind(const ClientCredentials& credentials, const std::string& account,
                           const std::string& subject) {
  const RelyingParty relying_party = authenticate(credentials);
  const bool ended = s_.database.transaction([&](Transaction& t) {
    return store_.unbind(t, relying_party.client_id, account, subject, s_.clock.now());
  });
  if (!ended) throw Failure("account_not_bound", 404);
}

}  // namespace palmkey::front::sign_in
