// What administrators change in the vault. Where two are needed, the first one's signed intent waits here and
// the second one's completes it.
#pragma once

#include <vector>

#include "front/administration/types.hpp"
#include "front/context.hpp"
#include "front/desk/types.hpp"

namespace palmkey::front::administration {

// Takes an administrator's signed intent. Repeating it changes nothing. Failure: "intent_refused" (422),
// "desk_role_refused" (403), "stale" (409), and what the vault refuses; then the first intent goes on
// waiting.
Change request_change(const Context& context, const desk::Officer& administrator, Subject subject,
                      const SignedIntent& intent);

// Changes that wait for a second administrator, oldest first.
std::vector<Change> waiting(const Context& context, Subject subject);

}  // namespace palmkey::front::administration
