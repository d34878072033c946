// What officers do with orders. Each decision is an intent that the officer signed with a split key; the
// front checks that it says what it would have written itself for the order as it is now, and that the vault
// vouches for the officer.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "front/context.hpp"
#include "front/desk/types.hpp"
#include "front/orders/types.hpp"

namespace palmkey::front::desk {

// The type of the intent that approves an order of this business: "approve", "unlock" or "recover".
std::string_view approval_type(orders::Business business);
// Its fields for the order, in its order, without operator, step and time.
std::vector<std::pair<std::string, std::string>> approval_fields(const orders::Order& order,
                                                                 const catalogue::Service& service,
                                                                 const std::string& application_digest);

// The signed form has arrived on paper. "desk_role_refused" (403), "wrong_state" (409).
orders::Order receive_paper(const Context& context, const Officer& officer, const std::string& number);

// Takes an approval or a `reject`, of a key recovery by its agents, as many as the vault asks for.
// "intent_refused" (422): not such an intent, or for another order; "stale" (409): its time;
// "desk_role_refused" (403): not the officer's own or not the officer's step; "wrong_state" (409);
// "order_changed" (409): it names another content than the order has now; "field_unknown" (422): a rejection
// names what cannot be corrected; "same_officer" (409): the one who accepted may not review; and what the
// vault refuses. The officer's own decision repeated changes nothing.
orders::Order decide(const Context& context, const Officer& officer, const std::string& number,
                     const SignedIntent& intent);

}  // namespace palmkey::front::desk
