// Counting rows of other businesses' tables; nothing is written and nothing personal is read.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "front/orders/states.hpp"
#include "platform/database.hpp"

namespace palmkey::front::figures::store {

inline constexpr std::string_view applied = "apply";      // the first event of an order's timeline
inline constexpr std::string_view signed_in = "sign_in";  // not an order's event

// How often something happened in one hour.
struct Happened {
  std::int64_t hour_start = 0;  // Unix seconds
  std::string event;            // orders::event_code, or one of the two above
  std::int64_t count = 0;
  std::int64_t fees = 0;  // the orders' fees together
};
// From `from` on, before `until`; both at the start of an hour.
std::vector<Happened> happened(platform::Transaction& transaction, std::int64_t from, std::int64_t until);

// All states, also those without orders.
std::vector<std::pair<orders::State, std::int64_t>> orders_by_state(platform::Transaction& transaction);

}  // namespace palmkey::front::figures::store
