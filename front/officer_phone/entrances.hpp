// Signing a console in by phone: the console shows a QR code that changes every second, the officer's phone
// scans it, shows the officer what for, and signs a `desk` intent with the officer's own split key.
#pragma once

#include <optional>
#include <string>

#include "front/context.hpp"
#include "front/officer_phone/types.hpp"

namespace palmkey::front::officer_phone {

struct Begun {
  std::string entrance;
  std::string token;  // the console's; the QR code does not hold it
  std::string code;
  std::int64_t expires_at = 0;  // Unix seconds
};
// `place` is where the browser is.
Begun begin(const Context& context, const std::string& place);

// What the console shows now.
struct View {
  std::string status;  // fresh, scanned, opened, rejected or expired
  std::string link;    // while fresh: what the QR code says this second
  std::string code;
  std::int64_t seconds_left = 0;
  std::optional<desk::DeskSession> session;  // once opened; each call makes the token before it worthless
};
// Failure("sign_in_unknown", 404) if it is not this console's.
View look(const Context& context, const std::string& entrance, const std::string& token);

// What the phone shows and signs: the fields of the `desk` intent that the officer's device does not know.
struct Claim {
  std::string entrance;
  std::string token;  // the phone's
  std::string origin;
  std::string place;
  std::string code;
  std::int64_t expires_at = 0;
};
// The first phone that scans has the entrance. Failure: sign_in_unknown, link_forged, link_stale,
// sign_in_expired, already_scanned.
Claim claim(const Context& context, const RotatingLink& link);

struct Confirmed {
  desk::Officer officer;
  std::int64_t expires_at = 0;
};
// Opens the desk for the console, with the officer's role and no more; what the officer's phones opened
// before is closed. Repeating it changes nothing. Failure: sign_in_unknown, sign_in_expired, sign_in_ended,
// intent_mismatch, and what desk::officer_who_signed refuses.
Confirmed confirm(const Context& context, const std::string& entrance, const std::string& claim_token,
                  const SignedIntent& intent);

// Gives up, or closes, what was begun here; for whoever holds the console's or the phone's token.
void end(const Context& context, const std::string& entrance, const std::string& token);

// The session that the phone of this claim has opened. Failure("console_session_ended", 410).
desk::KeptSession session_of_phone(const Context& context, const std::string& entrance,
                                   const std::string& claim_token);

}  // namespace palmkey::front::officer_phone
