// What an unlocking and its finishing after a lost answer share. Internal to core/device.
#pragma once

#include "core/device/exchange.hpp"
#include "core/splitkey/handover_messages.hpp"

namespace palmkey::core::device {

// The key with the new shares, masked by the new PIN; nothing pending. Error::bad_proof if the released
// secret does not yield the key's share: the vault lies.
Result<Key> with_released_share(const Key& key, const Secret& new_mask_key, const NewPin& new_pin,
                                const splitkey::UnlockResult& unlocked);

}  // namespace palmkey::core::device
