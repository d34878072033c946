// What sign-in at a relying party is made of: OpenID Connect Core 1.0, RFC 7636 (PKCE), and the QR code
// between.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "front/rotating_link.hpp"

namespace palmkey::front::sign_in {

// A site that relies on sign-ins, as the vault knows it.
struct RelyingParty {
  std::string client_id;
  std::string name;
  std::string origin;
  std::vector<std::string> redirect_uris;  // compared as strings, exactly
  std::string secret_digest;               // SHA-256, hexadecimal; empty: a public client
  std::uint32_t certificates_per_account = 1;
  std::string id_token_algorithm;
};

enum class Action {
  login,
  bind,  // CA绑定: ties the site's account to the certificate
};

// A checked authorization request.
struct AuthorizationRequest {
  std::string client_id;
  std::string redirect_uri;
  std::string state;
  std::string nonce;
  std::string code_challenge;  // S256
  std::string scope;
  Action action = Action::login;
  std::string account;  // the site's account (login_hint); empty only for login

  bool wants_name() const;
};

// fresh -> scanned -> confirmed -> redeemed, or -> rejected; anything but redeemed expires.
enum class Status { fresh, scanned, confirmed, rejected, redeemed };

struct Session {
  std::string id;  // in the QR code; finding it gives no right to anything
  AuthorizationRequest request;
  Status status = Status::fresh;
  std::string browser_digest;  // of the token in the cookie of the browser that began it
  std::string link_secret;     // 32 bytes, base64url: makes the changing QR links
  std::string claim_digest;    // of the token of the phone that scanned
  std::string place;           // where the browser is, as the phone shows it
  std::string code;            // two digits, on both screens
  std::int64_t created_ms = 0;
  std::int64_t expires_ms = 0;

  bool expired(std::int64_t now_ms) const { return now_ms >= expires_ms; }
  LinkSource link_source() const { return {id, link_secret, created_ms, expires_ms}; }
};

// What a finished sign-in hands to the relying party.
struct Grant {
  std::string session_id;
  std::string client_id;
  std::string redirect_uri;
  std::string code_challenge;
  std::string id_token;
  std::string subject;
  std::string name;  // empty unless asked for
};

// An account of a relying party tied to a person's certificate.
struct Binding {
  std::string subject;
  std::string certificate_serial;
  std::int64_t bound_at = 0;  // Unix seconds
};

}  // namespace palmkey::front::sign_in
