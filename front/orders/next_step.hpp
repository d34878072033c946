// What comes next with an order, who has to act, and by when that is promised.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "front/catalogue/catalogue.hpp"
#include "front/orders/types.hpp"

namespace palmkey::front::orders {

struct NextStep {
  std::string_view actor;  // applicant, acceptance_officer, reviewing_officer, authority or nobody
  std::string label;       // "受理"
  std::string hint;        // a sentence that says how; may be empty
  // Unix seconds, where a promise runs: the working days of the acceptance point count from the moment at
  // which all that the officers wait for had arrived.
  std::optional<std::int64_t> by;
};

// `timeline` is the order's, oldest first. Pure function.
NextStep next_step(const Order& order, const catalogue::Service& service,
                   const std::vector<TimelineEntry>& timeline, platform::Language language);

// Who brought this entry about, for people: "申请人", "受理员". Pure function.
std::string_view actor_label(const TimelineEntry& entry, Business business, platform::Language language);

}  // namespace palmkey::front::orders
