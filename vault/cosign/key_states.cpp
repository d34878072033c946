#include "vault/cosign/key_states.hpp"

#include <algorithm>
#include <array>

namespace palmkey::vault {
namespace {

using core::Error;
using core::splitkey::Operation;
using enum KeyEvent;
using enum KeyState;

constexpr std::array table{
    KeyMove{active, lock, locked},
    KeyMove{active, suspend, suspended},
    KeyMove{locked, suspend, suspended},
    KeyMove{locked, unlock, active},

    // A key that is locked or suspended can be stopped as well, so that its certificates are on hold.
    KeyMove{active, freeze, active},
    KeyMove{locked, freeze, locked},
    KeyMove{suspended, freeze, suspended},
    // Only who can prove the PIN may take it back.
    KeyMove{active, unfreeze, active},

    KeyMove{active, hold, active},
    KeyMove{locked, hold, locked},
    KeyMove{suspended, hold, suspended},
    KeyMove{active, release, active},
    KeyMove{locked, release, locked},
    KeyMove{suspended, release, suspended},

    KeyMove{active, retire, active},
    KeyMove{locked, retire, locked},
    KeyMove{suspended, retire, suspended},
};

constexpr std::array names{
    std::pair{lock, std::string_view("lock")},     std::pair{suspend, std::string_view("suspend")},
    std::pair{freeze, std::string_view("freeze")}, std::pair{unfreeze, std::string_view("unfreeze")},
    std::pair{hold, std::string_view("hold")},     std::pair{release, std::string_view("release")},
    std::pair{retire, std::string_view("retire")}, std::pair{unlock, std::string_view("unlock")},
};

std::optional<Error> refusal_by_state(KeyState state) {
  switch (state) {
    case active:
      return std::nullopt;
    case locked:
      return Error::key_locked;
    case suspended:
      return Error::key_suspended;
    case closed:
      return Error::key_closed;
  }
  return Error::key_closed;
}

}  // namespace

std::span<const KeyMove> key_moves() {
  return table;
}

std::string_view event_name(KeyEvent event) {
  return std::ranges::find(names, event, &std::pair<KeyEvent, std::string_view>::first)->second;
}

std::optional<KeyCondition> after(const KeyCondition& before, KeyEvent event) {
  const auto* move = std::ranges::find_if(
      table, [&](const KeyMove& m) { return m.from == before.state && m.event == event; });
  if (move == table.end()) return std::nullopt;
  KeyCondition next = before;
  next.state = move->to;
  if (event == freeze || event == unfreeze) next.frozen = event == freeze;
  if (event == hold || event == release) next.held = event == hold;
  if (event == retire) next.retired = true;
  return next;
}

std::string_view state_name(KeyState state) {
  switch (state) {
    case active:
      return "active";
    case locked:
      return "locked";
    case suspended:
      return "suspended";
    case closed:
      return "closed";
  }
  return "closed";
}

std::string_view described(const KeyCondition& condition) {
  if (condition.state != active) return state_name(condition.state);
  if (condition.held) return "held";
  if (condition.frozen) return "frozen";
  return condition.retired ? "retired" : state_name(active);
}

std::optional<Error> refusal_in(const KeyCondition& condition, Operation operation) {
  switch (operation) {
    case Operation::status:
    case Operation::history:
      return std::nullopt;
    case Operation::freeze:
      return condition.state == closed ? std::optional(Error::key_closed) : std::nullopt;
    case Operation::resynchronise:
      // A locked key's phone must still learn what became of its last try.
      return condition.state == locked ? std::nullopt : refusal_by_state(condition.state);
    case Operation::generate:
    case Operation::offer_transfer:
      return Error::unknown_key;  // makes a key or prepares for one, and is none of one that exists
    case Operation::unlock:
      // What an officer has stopped is not unlocked; the holder's own freeze stays and is taken back
      // afterwards.
      if (condition.state == active) return Error::key_not_locked;
      if (condition.state == locked) return condition.held ? std::optional(Error::key_frozen) : std::nullopt;
      return refusal_by_state(condition.state);
    case Operation::unfreeze:
    case Operation::fetch_change:
    case Operation::receive_transfer:
      // What was cut off is finished first, and then the key is unfrozen.
      return refusal_by_state(condition.state);
    case Operation::sign:
    case Operation::change_pin:
    case Operation::install:
    case Operation::decrypt:
    case Operation::transfer:
      break;
  }
  if (const auto refused = refusal_by_state(condition.state)) return refused;
  if (condition.frozen || condition.held) return Error::key_frozen;
  if (condition.retired && operation == Operation::sign) return Error::key_retired;
  return std::nullopt;
}

}  // namespace palmkey::vault
