// The one table of what may become of a split key, and of what may be done with it meanwhile.
// docs/protocol.md, "States of a key". Every change of a key's condition goes through it, in the transaction
// that holds the key's row.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "core/result.hpp"
#include "core/splitkey/messages.hpp"
#include "vault/key_directory.hpp"

namespace palmkey::vault {

enum class KeyEvent {
  lock,      // wrong PINs have used up all tries
  suspend,   // a stale freshness token: two phones use one share
  freeze,    // the holder stops it
  unfreeze,  // the holder takes that back, with the PIN
  hold,      // an officer stops it, after a call
  release,   // an officer takes that back
  retire,    // the last of its certificates was revoked
  unlock,    // an approved order gives it a new PIN
};

// Whether each state lets an event happen and where it leads; the marks (frozen, held, retired) are kept
// unless the event is theirs.
struct KeyMove {
  KeyState from;
  KeyEvent event;
  KeyState to;
};
std::span<const KeyMove> key_moves();
std::string_view event_name(KeyEvent event);
// "active", "locked", "suspended", "closed".
std::string_view state_name(KeyState state);

// What the event makes of a key; nothing if it may not happen. An event that has happened already - a second
// freeze - changes nothing.
std::optional<KeyCondition> after(const KeyCondition& before, KeyEvent event);

// For the phone: "active", "frozen", "held", "retired", "locked", "suspended", "closed". What weighs most is
// told alone: what keeps a holder from unfreezing the key before that it is frozen.
std::string_view described(const KeyCondition& condition);

// Why an operation is refused for a key in this condition, whatever the PIN; nothing if it is not refused.
std::optional<core::Error> refusal_in(const KeyCondition& condition, core::splitkey::Operation operation);

}  // namespace palmkey::vault
