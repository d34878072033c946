#include "front/orders/moves.hpp"

#include "front/orders/store.hpp"

namespace palmkey::front::orders {

void refuse_state(const Order& order) {
  throw platform::Failure("wrong_state", 409, {}, {{"state", std::string(state_code(order.state))}});
}

Order locked_order(platform::Transaction& transaction, const Context& context, const std::string& number) {
  auto order = store::lock(transaction, context.personal, number);
  if (!order) throw platform::Failure("order_unknown", 404);
  return *std::move(order);
}

Order locked_order_of(platform::Transaction& transaction, const Context& context, const std::string& number,
                      const std::string& subscriber_id) {
  Order order = locked_order(transaction, context, number);
  if (order.subscriber_id != subscriber_id) throw platform::Failure("order_unknown", 404);
  return order;
}

void require_event(const Order& order, Event event) {
  if (!may_happen(order.state, event)) refuse_state(order);
}

bool may_be_cancelled(const Order& order) {
  return !order.paid && may_happen(order.state, Event::cancel);
}

void move(platform::Transaction& transaction, const Context& context, Order& order, Event event, State to,
          const Actor& actor, const std::string& detail) {
  if (!is_move(order.state, event, to)) refuse_state(order);
  const State from = order.state;
  order.state = to;
  order.updated_at = context.clock.now();
  if (from != to) order.state_since = order.updated_at;
  store::update(transaction, context.personal, order);
  store::add_to_timeline(transaction, context.personal, order.number, event_code(event), from, to, actor,
                         detail, order.updated_at);
}

}  // namespace palmkey::front::orders
