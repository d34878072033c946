// The only way an order changes: hold its row, check the move, write order and timeline together.
#pragma once

#include "front/context.hpp"
#include "front/orders/types.hpp"

namespace palmkey::front::orders {

// The order, its row held; Failure("order_unknown", 404) if there is none.
Order locked_order(platform::Transaction& transaction, const Context& context, const std::string& number);
// The same if it is the subscriber's; someone else's order is as unknown as none.
Order locked_order_of(platform::Transaction& transaction, const Context& context, const std::string& number,
                      const std::string& subscriber_id);

// Throws Failure("wrong_state", 409, parameter state) unless the event can happen in the order's state.
void require_event(const Order& order, Event event);

// Failure("wrong_state", 409, parameter state).
[[noreturn]] void refuse_state(const Order& order);

// Whether its subscriber may give it up: nothing was paid, and its state allows it.
bool may_be_cancelled(const Order& order);

// Brings the order (with whatever the caller has changed in it) to `to` and writes it and its timeline.
// Failure("wrong_state", 409) if the table has no such move.
void move(platform::Transaction& transaction, const Context& context, Order& order, Event event, State to,
          const Actor& actor, const std::string& detail = {});

}  // namespace palmkey::front::orders
