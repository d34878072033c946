// What happened on a day: counted from the orders' timeline, payments and sign-ins. Days are days in China.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "front/context.hpp"
#include "front/orders/states.hpp"

namespace palmkey::front::figures {

struct Counts {
  std::int64_t applications = 0;  // orders made
  std::int64_t issued = 0;
  std::int64_t rejected = 0;
  std::int64_t installed = 0;
  std::int64_t sign_ins = 0;
  std::int64_t revenue = 0;  // fen, fees paid
  std::int64_t refunds = 0;  // orders ended by a refund
};

struct DayCounts {
  identity::Date day;
  Counts counts;
};

struct Figures {
  identity::Date day;
  std::vector<std::pair<orders::State, std::int64_t>> by_state;  // of all orders, now
  std::array<Counts, 24> hours;                                  // of the day
  Counts total;                                                  // of the day
  std::vector<DayCounts> days;                                   // 30, the last one is the day
};

// `day` as "2026-03-01"; empty for today. Failure("malformed", 400, "day").
Figures of_day(const Context& context, const std::string& day);

}  // namespace palmkey::front::figures
