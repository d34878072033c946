// A sign-in or a binding from the site's authorization request to the authorization code: what the browser
// and the phone do. What the site does afterwards is in token_endpoint.hpp.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/random.hpp"
#include "front/sign_in/directory.hpp"
#include "front/sign_in/rules.hpp"
#include "front/sign_in/store.hpp"
#include "front/sign_in/types.hpp"
#include "front/sign_in/waiting_room.hpp"
#include "front/vault_client.hpp"
#include "platform/clock.hpp"
#include "platform/database.hpp"

namespace palmkey::front::sign_in {

// What sign-in works with; all outlive it and are thread-safe.
struct Surroundings {
  platform::Database& database;
  VaultClient& vault;
  const PersonalData& personal_data;
  const platform::Clock& clock;
  core::Random& random;
  std::string base_url;  // the issuer, without a slash at the end
};

// What the browser's page shows.
struct BrowserView {
  std::string status;  // fresh, scanned, confirmed, rejected or expired
  std::string link;    // while fresh: what the QR code says this second
  std::string code;    // two digits
  std::int64_t seconds_left = 0;
  std::string redirect;  // once it ended: where to go
  Action action = Action::login;
  std::string relying_party;
  std::string origin;
  std::string account;
};

// What the phone is told after it scanned: whom it may answer, and the intent to show and to sign.
struct Claim {
  std::string session_id;
  std::string token;
  std::string intent;
  std::int64_t expires_at = 0;  // Unix seconds
};

// How long a page's request waits for news; shorter than what proxies put up with.
inline constexpr std::chrono::seconds longest_wait{10};
// Fewer than the server has threads, so that phones are always answered.
inline constexpr std::size_t waiting_places = 32;

class SignIn {
 public:
  explicit SignIn(Surroundings& surroundings, Directory& directory);

  // Either where to redirect with an error, or a new session and the token for its browser's cookie.
  struct Begun {
    std::string error_redirect;
    std::string session_id;
    std::string browser_token;
    std::int64_t lifetime_seconds = 0;
  };
  // Failure: unknown_client, redirect_uri_mismatch. `place` is where the browser is.
  Begun begin(const std::map<std::string, std::string>& parameters, const std::string& place);

  // Failure: sign_in_unknown if the session is not this browser's.
  BrowserView view(const std::string& session_id, const std::string& browser_token);
  // The same once the status is another one than `known`; after `longest_wait`, or at once where too many
  // wait already, as it is.
  BrowserView view_after(const std::string& known, const std::string& session_id,
                         const std::string& browser_token);
  // Ends all waiting, for good: before the server stops.
  void end_waiting() { waiting_room_.close(); }
  void cancel(const std::string& session_id, const std::string& browser_token);

  // The first phone that scans has the session. Failure: sign_in_unknown, link_malformed, link_forged,
  // link_stale, sign_in_expired, already_scanned.
  Claim claim(const RotatingLink& link);
  // Repeating it with the same intent changes nothing. Failure: sign_in_unknown, sign_in_expired,
  // sign_in_ended, intent_mismatch, account_already_bound, account_not_bound, certificate_not_bound, and what
  // the vault refuses.
  void confirm(const std::string& session_id, const std::string& claim_token, const SignedIntent& intent,
               const std::string& certificate_serial);
  void reject(const std::string& session_id, const std::string& claim_token);

 private:
  Session session_of_browser(const std::string& session_id, const std::string& browser_token);
  Session claimed_session(platform::Transaction& t, const std::string& session_id,
                          const std::string& claim_token);

  Surroundings& s_;
  Directory& directory_;
  Store store_;
  WaitingRoom waiting_room_{waiting_places};
};

}  // namespace palmkey::front::sign_in
