// Proving a mobile number by a code, and the sessions that follow.
#pragma once

#include <string>
#include <vector>

#include "front/context.hpp"
#include "front/subscribers/types.hpp"

namespace palmkey::front::subscribers {

// Sends a code of six digits to the number; earlier codes end. InvalidInput "phone_invalid";
// Failure("too_many_codes", 429, "phone", wait_seconds) above one a minute, five an hour, ten a day.
void request_code(const Context& context, const std::string& typed_phone);

// Opens a session if the code is right; a code works once and endures five tries. InvalidInput
// "phone_invalid"; Failure("phone_code_wrong", 422, "code"), which is also the answer to an expired or
// unknown one.
Session open_session(const Context& context, const std::string& typed_phone, const std::string& code);

void close_session(const Context& context, const std::string& token);

// The number as identity::mobile_number keeps it; InvalidInput "phone_invalid".
std::string checked_phone(const std::string& typed);

// Uses up the number's code if it is this one. False if it is not, or there is none: a try is used up, so the
// caller commits before it refuses.
bool use_code(platform::Transaction& transaction, const Context& context, const std::string& phone,
              const std::string& code);

// Failure("phone_proof_needed", 403) unless the session's number was proved within the last `fresh_proof`.
void require_fresh_proof(const Context& context, const Subscriber& subscriber);

// The number that the subscriber has now.
std::string phone_of(platform::Transaction& transaction, const Context& context,
                     const std::string& subscriber_id);

// The numbers that are told what happens to the subscriber's keys: the present one, then those given up
// within `former_number_told`.
std::vector<std::string> phones_to_tell(platform::Transaction& transaction, const Context& context,
                                        const std::string& subscriber_id);
// Failure("number_changed_recently", 403) if a number was given up within `former_number_told`.
void require_settled_phone(platform::Transaction& transaction, const Context& context,
                           const std::string& subscriber_id);

// The session's subscriber; Failure("not_signed_in", 401) for an unknown or expired token.
Subscriber subscriber_of(const Context& context, const std::string& token);
// The same in the caller's transaction.
Subscriber subscriber_of(platform::Transaction& transaction, const Context& context,
                         const std::string& token);

}  // namespace palmkey::front::subscribers
