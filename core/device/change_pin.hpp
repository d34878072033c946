// What a change of PIN and its finishing after a lost answer share. Internal to core/device.
#pragma once

#include "core/device/exchange.hpp"

namespace palmkey::core::device {

// The key with the new shares, masked by the new PIN; nothing pending. Error::bad_proof if the new share does
// not make the key: the old PIN was mistyped, or the vault lies.
Result<Key> with_new_shares(const Key& key, const Secret& old_mask_key, const Secret& new_mask_key,
                            const NewPin& new_pin, const splitkey::ChangePinResult& change);

}  // namespace palmkey::core::device
