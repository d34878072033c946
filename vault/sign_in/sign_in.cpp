#include "vault/sign_in/sign_in.hpp"

#include <nlohmann/json.hpp>

#include "core/encoding.hpp"
#include "core/text_intent.hpp"
#include "platform/failure.hpp"
#include "vault/issuing/holder_intent.hpp"
#include "vault/sign_in/sign_in_store.hpp"

namespace palmkey::vault {
namespace {

using platform::Failure;

constexpr std::int64_t token_lifetime = 5 * 60;  // seconds
constexpr std::int64_t session_memory =
    3600;  // seconds after the token's end; far above holder_intent_seconds
constexpr std::string_view assurance = "urn:palmkey:acr:split-key-pin";

core::TextIntent parse(const SignedIntent& signed_intent) {
  auto intent = platform::value_or_throw(core::TextIntent::parse(signed_intent.text), "intent");
  if (intent.type() != "login" && intent.type() != "bind") throw Failure("intent_refused", 422, "intent");
  if (intent.field("session").empty()) throw Failure("session_missing", 403, "intent");
  if (intent.field("nonce").empty()) throw Failure("nonce_missing", 403, "intent");
  if (intent.type() == "bind" && intent.field("account").empty())
    throw Failure("account_missing", 403, "intent");
  return intent;
}

// Everything that was asked for, so that a session serves one request only.
core::Digest digest_of(const SignInOrder& order) {
  core::Sm3 hash;
  hash.update(core::sm3(core::as_bytes(order.intent.text)));
  hash.update(core::sm3(order.intent.signature));
  hash.update(core::as_bytes(order.certificate_serial + "\n" + order.algorithm + "\n" + order.issuer +
                             (order.with_name ? "\nname" : "\n")));
  return hash.finish();
}

std::string pairwise_subject(const Authority& authority, std::string_view client_id, core::ByteView holder) {
  core::HmacSm3 mac(authority.holder_key().view());
  const core::ByteArray<1> separator{0};
  mac.update(core::as_bytes("PalmKey subject 1"));
  mac.update(separator);
  mac.update(core::as_bytes(client_id));
  mac.update(separator);
  mac.update(holder);
  return core::to_base64url(mac.finish());
}

}  // namespace

// What a signature proved.
struct SignIn::Assertion {
  core::TextIntent intent;
  RelyingParty party;
  CertificateRecord certificate;
  std::string name;  // the certificate's
  std::int64_t signed_at = 0;
};

SignIn::Assertion SignIn::check(platform::Transaction& t, const SignInOrder& order, std::int64_t now) const {
  auto intent = parse(order.intent);
  if (order.issuer != parts_.configuration.base_url) throw Failure("issuer_differs", 403, "issuer");
  const auto party = parts_.relying_parties.find(t, intent.field("relying-party"));
  if (!party) throw Failure("relying_party_unknown", 403, "intent");
  if (intent.field("name") != party->name || intent.field("origin") != party->origin) {
    throw Failure("relying_party_differs", 403, "intent");
  }
  if (order.algorithm != party->token_algorithm) throw Failure("algorithm_differs", 403, "algorithm");

  auto signed_by =
      check_holder_intent(t, parts_.keys, std::move(intent), order.intent, order.certificate_serial, now);
  if (signed_by.state.status != CertificateStatus::good)
    throw Failure("certificate_not_good", 403, "certificate_serial");

  const auto name = signed_by.certificate.subject.find(core::attribute_type::common_name);
  return {std::move(signed_by.intent), *party, std::move(signed_by.state.record),
          std::string(name.value_or("")), signed_by.signed_at};
}

std::string SignIn::claims(const SignInOrder& order, const Assertion& assertion, const SignedIn& answer,
                           std::int64_t now) const {
  nlohmann::ordered_json claims{
      {"iss", order.issuer},
      {"sub", answer.subject},
      {"aud", assertion.party.client_id},
      {"exp", answer.expires_at},
      {"iat", now},
      {"auth_time", assertion.signed_at},
      {"nonce", std::string(assertion.intent.field("nonce"))},
      {"acr", std::string(assurance)},
      {"amr", {"pin", "mfa", "swk", "user"}},
      {"sid", std::string(assertion.intent.field("session"))},
      {"palmkey_certificate", assertion.certificate.serial},
  };
  if (order.with_name) claims["name"] = answer.name;
  if (assertion.intent.type() == "bind") {
    claims["palmkey_binding"] = {{"action", "bind"},
                                 {"account", std::string(assertion.intent.field("account"))}};
  }
  return claims.dump();
}

SignedIn SignIn::sign_in(const SignInOrder& order) const {
  const std::string session(parse(order.intent).field("session"));
  const auto request = digest_of(order);
  return parts_.resources.database.transaction([&](platform::Transaction& t) {
    if (const auto used = sign_in_store::find(t, session)) {
      if (used->request != request) throw Failure("session_used", 409, "intent");
      return SignedIn{used->id_token, used->subject, used->name, used->expires_at};
    }
    const auto now = parts_.resources.clock.now();
    const auto assertion = check(t, order, now);
    SignedIn answer{.id_token = {},
                    .subject = pairwise_subject(parts_.authority, assertion.party.client_id,
                                                assertion.certificate.holder),
                    .name = order.with_name ? assertion.name : std::string(),
                    .expires_at = now + token_lifetime};
    answer.id_token = parts_.tokens.sign(claims(order, assertion, answer, now), order.algorithm);
    sign_in_store::insert(
        t, {session, request, answer.id_token, answer.subject, answer.name, answer.expires_at});
    parts_.audit.append(t, "token.signed",
                        {{"client", assertion.party.client_id},
                         {"serial", assertion.certificate.serial},
                         {"intent", core::to_hex(core::sm3(core::as_bytes(order.intent.text)))},
                         {"token", core::to_hex(core::sm3(core::as_bytes(answer.id_token)))}});
    return answer;
  });
}

void SignIn::forget_expired() const {
  const auto before = parts_.resources.clock.now() - session_memory;
  parts_.resources.database.transaction(
      [&](platform::Transaction& t) { sign_in_store::remove_expired(t, before); });
}

}  // namespace palmkey::vault
