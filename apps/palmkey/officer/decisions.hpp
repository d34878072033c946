// An officer's decisions: what is shown is what is signed.
#pragma once

#include <string>
#include <vector>

#include "apps/palmkey/officer/desk.hpp"
#include "core/device/decision.hpp"

namespace palmkey::cli {

// A decision as the officer typed it.
struct Wanted {
  std::string order;
  bool approve = true;
  std::string step;                 // "acceptance", "review" or "recovery"; empty: the officer's own
  std::vector<std::string> fields;  // of a rejection
  std::string reason;
  bool yes = false;  // don't ask
};

// Fetches the order, checks that the approval says what the application says, shows both, asks, signs and
// hands in. A decision that was made already is handed in as it was signed then. Returns the order's summary.
json decide(Phone& phone, Desk& desk, const Wanted& wanted);

// What an order or a handover, as the front shows it, wants to be approved.
core::device::OrderToDecide to_decide(const json& shown);

// The order with the text whose digest decisions name; Failure("upstream_malformed", 502) if that is not its
// digest.
json fetch_order(ApiClient& front, const std::string& number);

}  // namespace palmkey::cli
