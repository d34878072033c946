// The step that decrypting and answering a drill share. Internal to core/device.
#pragma once

#include <optional>

#include "core/device/exchange.hpp"

namespace palmkey::core::device {

// What `decrypt` yields, for the operation around it to deal with.
Task<Attempt<Secret>> open(Environment environment, Identifier key_id, Secret pin, sm2::Ciphertext ciphertext,
                           std::optional<Identifier> encryption_key_id);

}  // namespace palmkey::core::device
