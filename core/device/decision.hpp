// An officer's decision on an application: what was read is what is signed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/text_intent.hpp"

namespace palmkey::core::device {

// An order, or a handover of keys to a third party, as the front shows it.
struct OrderToDecide {
  std::string application_text;    // lines of `name: value`
  std::string application_digest;  // hexadecimal SM3 of the text
  // What the front wants to be approved: fields of `approve`, or of `unlock` or `recover` where the business
  // is that.
  std::vector<TextIntent::Field> approval;
};

struct Decision {
  bool approve = true;
  std::string step;  // "acceptance", "review" or "recovery"
  std::string operator_id;
  std::string order;
  std::vector<std::string> fields;  // of a rejection: what must be corrected
  std::string reason;               // of a rejection
  std::int64_t time = 0;            // Unix seconds
};

// Whether the digest is that of the text that the officer reads.
bool is_digest_of_text(const OrderToDecide& order);

// The front proposes what goes into the certificates, or whose keys are unlocked or recovered. The officer
// signs it only if it is what the application says that the officer has read. Returns the name of the first
// field that says something else, or is missing; empty if there is none.
std::string_view approval_difference(const OrderToDecide& order, std::string_view order_number);

// The intent to sign. Error::intent_refused if the text has another digest, the approval differs from it, or
// a value may not stand in an intent.
Result<TextIntent> compose_decision(const OrderToDecide& order, const Decision& decision);

}  // namespace palmkey::core::device
