// How officers open the desk: by a signature with their own split key, no password.
#pragma once

#include "front/context.hpp"
#include "front/desk/types.hpp"

namespace palmkey::front::desk {

Challenge make_challenge(const Context& context);

// Checks the `desk` intent over a challenge and its signature. Failure: "intent_refused" (422) for another
// text or origin, "stale" (409) for an unknown or used challenge or another time, "desk_role_refused" (403),
// and what the vault refuses.
DeskSession open_session(const Context& context, const SignedIntent& intent);

void close_session(const Context& context, const std::string& token);

// Failure("not_signed_in", 401) for an unknown or expired token.
Officer officer_of(const Context& context, const std::string& token);

// Failure("stale", 409) if the intent's time is too far from now.
void require_fresh(const Context& context, std::int64_t intent_time);

}  // namespace palmkey::front::desk
