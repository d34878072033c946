// Steps that several operations share. Internal to core/device.
#pragma once

#include "core/device/operation.hpp"
#include "core/device/task.hpp"
#include "core/splitkey/messages.hpp"

namespace palmkey::core::device {

using Ending = Attempt<Outcome>;

// How an operation succeeds. Never inlined into a coroutine: GCC 12 takes the moved variant for
// uninitialised.
template <class Value>
[[gnu::noinline]] Ending done(Value value) {
  return Outcome(std::move(value));
}
[[gnu::noinline]] inline Ending done() {
  return Outcome();
}

Operation make_operation(Task<Ending> task);

// The sealing key to use now.
Result<sm2::Point> sealing_key(const Environment& environment);

// A copy of the key. Error::unknown_key; Error::operation_pending if something is pending.
Result<Key> ready_key(const Environment& environment, const Identifier& key_id);

// K of the PIN mask.
Task<Result<Secret>> mask_key(Environment environment, const Secret& pin, splitkey::Salt salt);

// Stores a state, then makes it the present one.
Task<Result<void>> store(Environment environment, State next);

// Changes one key and stores that.
Task<Result<void>> store_key(Environment environment, Key key);

// Seals, signs with the device key, sends and opens. No more than that: the response may be a refusal.
Task<Result<splitkey::Response>> exchange(Environment environment, Bytes request);

// The same for an operation of a key that must not be lost track of: remembers it as pending first, and
// forgets it if the vault refuses. Only a response that is ok comes back.
Task<Attempt<splitkey::Response>> perform(Environment environment, Identifier key_id, Pending pending,
                                          Bytes request);

Failed refusal(const splitkey::Response& response);

// The label under which a share of an encryption key is masked.
std::string encryption_share_label(const Identifier& encryption_key_id);

}  // namespace palmkey::core::device
