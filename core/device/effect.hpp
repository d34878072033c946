// What an operation of the device asks its host to do, and how it ends.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "core/bytes.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "core/splitkey/messages.hpp"

namespace palmkey::core::device {

// Answer: HMAC of the data under the device's secret, 32 bytes at least.
struct HmacWithDeviceSecret {
  Secret data;
};

// Answer: ECDSA P-256 with SHA-256 over the data under the device key, r | s, 64 bytes.
struct SignWithDeviceKey {
  Bytes data;
};

// Replace the whole stored state, at once or not at all, and answer with no bytes when it is safely stored.
struct Store {
  Bytes state;
};

// Send a SealedRequest to the platform and answer with the SealedResponse. The host may send the same bytes
// again as often as it likes before it answers; the vault acts on them once.
struct Send {
  Bytes message;
};

struct GeneratedKey {
  splitkey::Identifier key_id{};
  std::string holder;
};

// What an operation yields: nothing, a key, bytes (a signature, a request), a plaintext, a status, a history.
using Outcome = std::variant<std::monostate, GeneratedKey, Bytes, Secret, splitkey::StatusResult,
                             splitkey::HistoryResult>;

struct Done {
  Outcome outcome;
};

struct Failed {
  Error error = Error::refused;
  // From the vault, where it has answered.
  std::optional<std::uint64_t> tries_left;
  std::uint64_t wait_seconds = 0;
};

using Effect = std::variant<HmacWithDeviceSecret, SignWithDeviceKey, Store, Send, Done, Failed>;

}  // namespace palmkey::core::device
