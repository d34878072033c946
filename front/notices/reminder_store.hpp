// When certificates end, and which reminders of that were queued.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "platform/database.hpp"

namespace palmkey::front::notices::reminder_store {

// The ends of certificates are read out of them once, some at a time. False if there may be more.
bool note_ends(platform::Transaction& transaction);

struct Ending {
  std::string serial, order_number;
  std::int64_t not_after = 0;
};
// Installed certificates that end after `from` and not after `until` (Unix seconds), were not told of `days`
// before, and are not followed by an order that is with the officers, the vault or the phone, or installed.
std::vector<Ending> untold(platform::Transaction& transaction, std::int64_t from, std::int64_t until,
                           std::int64_t days, std::size_t limit);

// False if it was noted before.
bool note_told(platform::Transaction& transaction, const std::string& serial, std::int64_t days,
               std::int64_t now);

}  // namespace palmkey::front::notices::reminder_store
