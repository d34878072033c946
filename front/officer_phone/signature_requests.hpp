// What an officer signs for a console that the phone has signed in: the console hands the intent to the phone
// and gets it back with the signature. Each side waits by asking again.
#pragma once

#include <string>
#include <vector>

#include "front/context.hpp"
#include "front/officer_phone/types.hpp"

namespace palmkey::front::officer_phone {

// The console's side; `officer` is whose session it is. Failure("phone_session_needed", 409) for a session
// that no phone has opened.

// Failure: "intent_refused" (422) for a text that is no intent of this officer, "stale" (409) for another
// time, "too_many_signature_requests" (429).
SignatureRequest ask(const Context& context, const desk::Officer& officer, const std::string& intent);

struct Asked {
  std::vector<SignatureRequest> requests;  // oldest first
  std::int64_t phone_seen_at = 0;          // Unix seconds
};
Asked asked(const Context& context, const desk::Officer& officer);

// One, or all with an empty identifier. The phone does not see them any more; unknown ones are no failure.
void withdraw(const Context& context, const desk::Officer& officer, const std::string& id);

// The phone's side; `claim_token` is what it got when it scanned. Failure: "sign_in_unknown" (404),
// "console_session_ended" (410).

struct Waiting {
  desk::Officer officer;
  std::int64_t session_expires_at = 0;
  std::vector<SignatureRequest> requests;  // those that wait, oldest first
};
Waiting waiting(const Context& context, const std::string& entrance, const std::string& claim_token);

// The intent must be the one that was asked for; only the activation of an `appoint` that names none is the
// phone's to make. The vault vouches for the signature. Repeating it with the same signature changes nothing.
// Failure: "signature_request_unknown" (404), "signature_request_ended" (409), "signature_request_expired"
// (410), "intent_mismatch" (409), "desk_role_refused" (403), and what the vault refuses.
void sign(const Context& context, const std::string& entrance, const std::string& claim_token,
          const std::string& id, const SignedIntent& answer);
void refuse(const Context& context, const std::string& entrance, const std::string& claim_token,
            const std::string& id);

}  // namespace palmkey::front::officer_phone
