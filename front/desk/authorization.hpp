// Who may do what: every route of the desk and of administration asks here first.
#pragma once

#include <initializer_list>

#include "front/context.hpp"
#include "front/desk/types.hpp"
#include "front/orders/business.hpp"
#include "platform/http_message.hpp"

namespace palmkey::front::desk {

inline constexpr std::initializer_list<OperatorRole> officers{OperatorRole::acceptance, OperatorRole::review};
// Who decides on orders.
inline constexpr std::initializer_list<OperatorRole> deciding{OperatorRole::acceptance, OperatorRole::review,
                                                              OperatorRole::recovery};
inline constexpr std::initializer_list<OperatorRole> administrators{OperatorRole::administrator};
inline constexpr std::initializer_list<OperatorRole> anybody{
    OperatorRole::acceptance, OperatorRole::review, OperatorRole::administrator, OperatorRole::recovery};

// Recovery agents decide on key recovery, the officers on every other business, administrators on none.
bool decides_on(OperatorRole role, orders::Business business);

std::string_view role_code(OperatorRole role);  // "acceptance"; "none" for none

// Whose session the request's bearer token opens. Failure: "not_signed_in" (401), "desk_role_refused" (403)
// for another role than these.
Officer authorized(const Context& context, const platform::HttpRequest& request,
                   std::initializer_list<OperatorRole> roles);

// {"intent": TEXT, "signature": base64 of SM2Signature in DER} of the request's body.
SignedIntent signed_intent_of(const platform::HttpRequest& request);

}  // namespace palmkey::front::desk
