// Proving a mobile number by a code, and the sessions that follow.
#pragma once

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

// The session's subscriber; Failure("not_signed_in", 401) for an unknown or expired token.
Subscriber subscriber_of(const Context& context, const std::string& token);

}  // namespace palmkey::front::subscribers
