// The orders that wait for officers, and how long each has waited against what was promised.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "front/context.hpp"
#include "front/desk/types.hpp"
#include "front/orders/store.hpp"

namespace palmkey::front::desk {

// The states of the orders that wait for an officer of this role; none for administrators.
std::vector<orders::State> visible_states(OperatorRole role);

// When the officers are to be done with the order; nothing while it waits for somebody else.
std::optional<std::int64_t> due(orders::State state, std::int64_t since, const catalogue::Service& service);

struct Queue {
  std::vector<orders::Order> orders;
  std::map<std::string, std::int64_t> duplicates;  // by order number; none where there are none
  std::string next;                                // where the next page goes on; empty on the last one
};

enum class Extent {
  mine,  // what waits for the officer's role
  all,   // everything that was handed in and has not been cancelled
};

// `search.states` narrows what the extent has, never widens it; `before` is a queue's `next`. Failure:
// "desk_role_refused" (403) for administrators, "malformed" (400, "before").
Queue queue(const Context& context, const Officer& officer, orders::store::Search search, Extent extent,
            const std::string& before);

struct Counts {
  std::int64_t awaiting_acceptance = 0, awaiting_paper = 0, awaiting_review = 0;
  std::int64_t overdue = 0;        // of those that wait for the officer's role
  std::int64_t decided_today = 0;  // by this officer, since midnight in China
};
Counts counts(const Context& context, const Officer& officer);

// An order that waits for this officer; others are unknown (Failure "order_unknown", 404).
orders::Order visible_order(const Context& context, const Officer& officer, const std::string& number);

// What a scanner read from the paper form: the order's number, whatever blanks and line ends are about it.
// Failure("barcode_unknown", 422, "barcode") if it is none.
std::string order_of_barcode(std::string_view scanned);

}  // namespace palmkey::front::desk
