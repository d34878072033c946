// Intents: the things that a split key signs, always whole, never as a bare hash. Device and vault both check
// them with check_intent before they do anything. docs/protocol.md, "Intents".
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/bytes.hpp"
#include "core/intent_kind.hpp"
#include "core/result.hpp"
#include "core/sm2/point.hpp"

namespace palmkey::core {

// What an intent says, for the phone's screen and for the owner's history.
struct IntentSummary {
  // Stable names and values of all that is signed, in order; screens translate the names.
  std::vector<std::pair<std::string, std::string>> lines;
  std::string one_line;  // for lists: at most 200 bytes
};

// Reads an intent strictly by its kind. `public_key` is the key that is to sign: a certification request must
// name it. Error::intent_refused for whatever may not be signed.
Result<IntentSummary> check_intent(IntentKind kind, ByteView intent, const sm2::Point& public_key);

}  // namespace palmkey::core
