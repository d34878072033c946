#include "front/desk/queue.hpp"

#include <algorithm>

#include "front/desk/authorization.hpp"
#include "front/orders/order_number.hpp"
#include "front/paging.hpp"
#include "platform/failure.hpp"

namespace palmkey::front::desk {

namespace {

using orders::Order;
using orders::State;
using platform::Failure;
using platform::Transaction;

bool has(const std::vector<State>& states, State state) {
  return std::ranges::find(states, state) != states.end();
}

std::vector<State> states_of(OperatorRole role, Extent extent) {
  if (extent == Extent::mine) return visible_states(role);
  return {State::awaiting_acceptance,
          State::awaiting_paper,
          State::awaiting_review,
          State::issuing,
          State::rejected,
          State::awaiting_installation,
          State::installed};
}

// Where the longest waiting come first, the order's place; otherwise its number.
std::string cursor_behind(const Order& order, bool longest_waiting) {
  return longest_waiting ? cursor_of({order.state_since, order.number}) : order.number;
}

void go_on_behind(const std::string& cursor, orders::store::Search& search) {
  if (cursor.empty()) return;
  search.before = cursor;
  if (search.longest_waiting) {
    const auto place = place_of(cursor);
    search.before = place->name;
    search.before_since = place->time;
  }
  if (!orders::is_order_number(search.before)) throw Failure("malformed", 400, "before");
}

std::int64_t start_of_today(const Context& context) {
  auto time = platform::civil_time(context.clock.now(), orders::china_offset_minutes);
  time.hour = time.minute = time.second = 0;
  return platform::unix_seconds(time, orders::china_offset_minutes);
}

void require_officer(const Officer& officer) {
  if (visible_states(officer.role).empty()) throw Failure("desk_role_refused", 403);
}

}  // namespace

std::vector<State> visible_states(OperatorRole role) {
  if (role == OperatorRole::acceptance) return {State::awaiting_acceptance, State::awaiting_paper};
  if (role == OperatorRole::review) return {State::awaiting_review, State::issuing};
  if (role == OperatorRole::recovery)
    return {State::awaiting_acceptance, State::awaiting_paper, State::awaiting_review, State::issuing};
  return {};
}

std::optional<std::int64_t> due(State state, std::int64_t since, const catalogue::Service& service) {
  if (state != State::awaiting_acceptance && state != State::awaiting_review) return std::nullopt;
  return calendar::due_after(service.acceptance_point.office_days, since);
}

Queue queue(const Context& context, const Officer& officer, orders::store::Search search, Extent extent,
            const std::string& before) {
  require_officer(officer);
  const auto visible = states_of(officer.role, extent);
  auto wanted = search.states.empty() ? visible : search.states;
  std::erase_if(wanted, [&](State state) { return !has(visible, state); });
  if (wanted.empty()) return {};
  search.states = std::move(wanted);
  for (const auto business : orders::businesses())
    if (decides_on(officer.role, business)) search.businesses.push_back(business);
  go_on_behind(before, search);
  const std::size_t limit = search.limit;
  ++search.limit;
  return context.database.read([&](Transaction& transaction) {
    Queue found;
    found.orders = orders::store::search(transaction, context.personal, search);
    if (found.orders.size() > limit) {
      found.orders.pop_back();
      found.next = cursor_behind(found.orders.back(), search.longest_waiting);
    }
    std::vector<std::string> numbers;
    for (const auto& order : found.orders) numbers.push_back(order.number);
    found.duplicates = orders::store::count_duplicates(transaction, numbers);
    return found;
  });
}

Counts counts(const Context& context, const Officer& officer) {
  require_officer(officer);
  const auto mine = visible_states(officer.role);
  const std::int64_t now = context.clock.now();
  return context.database.read([&](Transaction& transaction) {
    Counts counts;
    counts.decided_today = orders::store::count_decisions(transaction, officer.id, start_of_today(context));
    for (const auto& waiting : orders::store::waiting(
             transaction, {State::awaiting_acceptance, State::awaiting_paper, State::awaiting_review})) {
      if (!decides_on(officer.role, waiting.business)) continue;
      counts.awaiting_acceptance += waiting.state == State::awaiting_acceptance;
      counts.awaiting_paper += waiting.state == State::awaiting_paper;
      counts.awaiting_review += waiting.state == State::awaiting_review;
      const auto until = due(waiting.state, waiting.since,
                             context.catalogue.version(waiting.service_id, waiting.service_version));
      counts.overdue += has(mine, waiting.state) && until && *until < now;
    }
    return counts;
  });
}

Order visible_order(const Context& context, const Officer& officer, const std::string& number) {
  auto order = context.database.read(
      [&](Transaction& transaction) { return orders::store::find(transaction, context.personal, number); });
  const bool is_visible = order && has(visible_states(officer.role), order->state) &&
                          decides_on(officer.role, order->application.business);
  if (!is_visible) throw Failure("order_unknown", 404);
  return *std::move(order);
}

std::string order_of_barcode(std::string_view scanned) {
  std::string number;
  for (const char c : scanned)
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n') number += c;
  if (!orders::is_order_number(number)) throw Failure("barcode_unknown", 422, "barcode");
  return number;
}

}  // namespace palmkey::front::desk
