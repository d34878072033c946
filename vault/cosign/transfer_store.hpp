// The table of phones that have offered themselves for a change of phone.
#pragma once

#include <cstdint>
#include <optional>

#include "core/splitkey/handover_messages.hpp"
#include "platform/database.hpp"

namespace palmkey::vault::transfer_store {

using core::splitkey::TransferOffer;

// Those that have expired at this time (Unix seconds).
void forget_expired(platform::Transaction& t, std::int64_t now);
// An offer with the same identifier stays as it is.
void insert(platform::Transaction& t, const TransferOffer& offer, std::int64_t expires_at);
struct Stored {
  TransferOffer offer;
  std::int64_t expires_at = 0;
};
// Locks the row.
std::optional<Stored> find_for_update(platform::Transaction& t,
                                      const core::splitkey::Identifier& transfer_id);
void remove(platform::Transaction& t, const core::splitkey::Identifier& transfer_id);

}  // namespace palmkey::vault::transfer_store
