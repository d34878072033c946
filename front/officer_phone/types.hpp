// A console that an officer's phone signs in, and what the officer then signs on that phone.
//
// Nothing here is trusted by the vault, or trusts itself: the phone shows what it signs, and the vault judges
// each signature as if there were no console between.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "front/desk/types.hpp"
#include "front/rotating_link.hpp"

namespace palmkey::front::officer_phone {

// fresh -> scanned -> confirmed, or -> ended.
enum class EntranceStatus { fresh, scanned, confirmed, ended };

// A console that shows a QR code.
struct Entrance {
  std::string id;  // in the QR code; finding it gives no right to anything
  EntranceStatus status = EntranceStatus::fresh;
  std::string browser_digest;  // of the console's token
  std::string claim_digest;    // of the token of the phone that scanned; empty before
  std::string link_secret;     // 32 bytes, base64url
  std::string place;           // where the browser is, as the phone shows it
  std::string code;            // two digits, on both screens
  std::int64_t created_ms = 0;
  std::int64_t expires_ms = 0;     // for the sign-in; what it opened lasts longer
  std::int64_t phone_seen_at = 0;  // Unix seconds, to within phone_seen_step; 0: never

  LinkSource link_source() const { return {id, link_secret, created_ms, expires_ms}; }
};

enum class RequestState { waiting, answered, refused };

// An intent on its way to the phone and back.
struct SignatureRequest {
  std::string id;
  std::string entrance;
  std::string intent;  // as the console wrote it
  RequestState state = RequestState::waiting;
  std::optional<SignedIntent> answer;  // once signed
  std::int64_t created_at = 0;
  std::int64_t expires_at = 0;
};

inline constexpr std::int64_t entrance_lifetime_ms = 3L * 60 * 1000;
// How long after that a console may still fetch the session that was confirmed.
inline constexpr std::int64_t opening_grace_ms = 60L * 1000;
// An intent must be handed in while it is fresh (desk::intent_freshness); half a minute is left for that.
inline constexpr std::int64_t request_lifetime = desk::intent_freshness - 30;
inline constexpr std::int64_t most_waiting = 50;  // requests of one console at once
inline constexpr std::int64_t phone_seen_step = 3;

}  // namespace palmkey::front::officer_phone
