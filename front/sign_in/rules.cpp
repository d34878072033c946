#include "front/sign_in/rules.hpp"

#include <algorithm>

#include "core/encoding.hpp"
#include "core/sm3.hpp"
#include "front/shared_secret.hpp"
#include "platform/failure.hpp"
#include "platform/http_message.hpp"

namespace palmkey::front::sign_in {

using platform::Failure;

namespace {

std::string get(const std::map<std::string, std::string>& parameters, const char* name) {
  const auto found = parameters.find(name);
  return found == parameters.end() ? std::string() : found->second;
}

bool has_word(std::string_view words, std::string_view word) {
  std::size_t begin = 0;
  while (begin <= words.size()) {
    const std::size_t end = std::min(words.find(' ', begin), words.size());
    if (words.substr(begin, end - begin) == word) return true;
    begin = end + 1;
  }
  return false;
}

// Characters of RFC 7636, 4.1: also those of base64url.
bool is_unreserved(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
  });
}

// What travels into an intent's line must be one line.
bool is_one_line(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

}  // namespace

bool AuthorizationRequest::wants_name() const {
  return has_word(scope, "profile");
}

AuthorizationOutcome check_authorization_request(const std::map<std::string, std::string>& parameters,
                                                 const RelyingPartyLookup& lookup) {
  const auto relying_party = lookup(get(parameters, "client_id"));
  if (!relying_party) throw Failure("unknown_client", 400, "client_id");
  const auto& uris = relying_party->redirect_uris;
  if (std::find(uris.begin(), uris.end(), get(parameters, "redirect_uri")) == uris.end())
    throw Failure("redirect_uri_mismatch", 400, "redirect_uri");

  AuthorizationOutcome outcome;
  AuthorizationRequest& request = outcome.request;
  request.client_id = relying_party->client_id;
  request.redirect_uri = get(parameters, "redirect_uri");
  request.state = get(parameters, "state");
  request.nonce = get(parameters, "nonce");
  request.code_challenge = get(parameters, "code_challenge");
  request.scope = get(parameters, "scope");
  request.account = get(parameters, "login_hint");

  const auto refuse = [&](const char* error, const char* description) {
    outcome.error = error;
    outcome.error_description = description;
    return outcome;
  };
  if (parameters.contains("request"))
    return refuse("request_not_supported", "request objects are not supported");
  if (parameters.contains("request_uri"))
    return refuse("request_uri_not_supported", "request_uri is not supported");
  if (get(parameters, "response_type") != "code")
    return refuse("unsupported_response_type", "response_type is code");
  if (const std::string mode = get(parameters, "response_mode"); !mode.empty() && mode != "query")
    return refuse("invalid_request", "response_mode is query");
  if (!has_word(request.scope, "openid")) return refuse("invalid_scope", "scope must contain openid");
  if (request.state.size() > 512) return refuse("invalid_request", "state has at most 512 characters");
  if (request.nonce.empty() || request.nonce.size() > 255 || !is_one_line(request.nonce))
    return refuse("invalid_request", "nonce is required, one line of at most 255 bytes");
  if (get(parameters, "code_challenge_method") != "S256" || request.code_challenge.size() != 43 ||
      !is_unreserved(request.code_challenge))
    return refuse("invalid_request", "PKCE with S256 is required");
  if (request.account.size() > 255 || !is_one_line(request.account))
    return refuse("invalid_request", "login_hint is one line of at most 255 bytes");
  if (has_word(get(parameters, "prompt"), "none"))
    return refuse("login_required", "each sign-in needs the person and the phone");

  const std::string action = get(parameters, "palmkey_action");
  if (action == "bind") {
    if (request.account.empty())
      return refuse("invalid_request", "binding needs login_hint, the account to bind");
    request.action = Action::bind;
  } else if (!action.empty() && action != "login") {
    return refuse("invalid_request", "palmkey_action is login or bind");
  }
  return outcome;
}

std::string redirect_with(std::string_view redirect_uri,
                          const std::map<std::string, std::string>& parameters) {
  std::string location(redirect_uri);
  char separator = location.find('?') == std::string::npos ? '?' : '&';
  for (const auto& [name, value] : parameters) {
    location += separator + name + "=" + platform::percent_encode(value);
    separator = '&';
  }
  return location;
}

bool code_verifier_matches(std::string_view verifier, std::string_view challenge) {
  if (verifier.size() < 43 || verifier.size() > 128 || !is_unreserved(verifier)) return false;
  const std::string expected = core::to_base64url(*core::from_hex(sha256_hex(verifier)));
  return core::equal_constant_time(core::as_bytes(expected), core::as_bytes(challenge));
}

bool client_secret_matches(std::string_view secret, const RelyingParty& relying_party) {
  if (relying_party.secret_digest.empty() || secret.empty()) return false;
  return core::equal_constant_time(core::as_bytes(client_secret_digest(secret)),
                                   core::as_bytes(relying_party.secret_digest));
}

std::string client_secret_digest(std::string_view secret) {
  return sha256_hex(secret);
}

core::TextIntent make_intent(const Session& session, const RelyingParty& relying_party, std::int64_t now) {
  std::vector<core::TextIntent::Field> fields = {
      {"relying-party", relying_party.client_id},
      {"name", relying_party.name},
      {"origin", relying_party.origin},
      {"session", session.id},
      {"nonce", session.request.nonce},
      {"place", session.place},
      {"code", session.code},
      {"time", core::text_intent_time(now)},
  };
  const bool bind = session.request.action == Action::bind;
  if (bind) fields.emplace_back("account", session.request.account);
  return platform::value_or_throw(core::TextIntent::make(bind ? "bind" : "login", std::move(fields)));
}

void check_may_bind(const std::vector<Binding>& bindings, std::string_view subject,
                    const RelyingParty& relying_party) {
  const auto others = std::count_if(bindings.begin(), bindings.end(),
                                    [&](const Binding& binding) { return binding.subject != subject; });
  if (others >= static_cast<std::ptrdiff_t>(relying_party.certificates_per_account))
    throw Failure("account_already_bound", 409);
}

void check_may_sign_in(const std::vector<Binding>& bindings, std::string_view subject) {
  if (bindings.empty()) throw Failure("account_not_bound", 409);
  const bool bound = std::any_of(bindings.begin(), bindings.end(),
                                 [&](const Binding& binding) { return binding.subject == subject; });
  if (!bound) throw Failure("certificate_not_bound", 403);
}

}  // namespace palmkey::front::sign_in
