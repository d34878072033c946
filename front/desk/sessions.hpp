// How officers open the desk: by a signature with their own split key, no password.
#pragma once

#include <optional>

#include "front/context.hpp"
#include "front/desk/types.hpp"

namespace palmkey::front::desk {

Challenge make_challenge(const Context& context);

// Checks the `desk` intent over a challenge and its signature. Failure: "intent_refused" (422) for another
// text or origin, "stale" (409) for an unknown or used challenge or another time, "desk_role_refused" (403),
// and what the vault refuses.
DeskSession open_session(const Context& context, const SignedIntent& intent);

// Who signed a `desk` intent whose fields were checked already. Failure: "stale" (409) for another time,
// "desk_role_refused" (403), and what the vault refuses.
Officer officer_who_signed(const Context& context, const SignedIntent& intent);

void close_session(const Context& context, const std::string& token);

// Whose browser this is. A session holds as long as what opened it counts: the vault is asked again and again
// whether the officer may still act and the officer's key is neither frozen nor suspended. Failure:
// "not_signed_in" (401) for an unknown, expired, idle or ended session, and the vault's when it can't be
// asked.
Officer officer_of(const Context& context, const std::string& token);

// The session that a phone opened by this entrance, if it still holds; does not count as use.
std::optional<KeptSession> session_of_entrance(const Context& context, const std::string& entrance);

// Failure("stale", 409) if the intent's time is too far from now.
void require_fresh(const Context& context, std::int64_t intent_time);

}  // namespace palmkey::front::desk
