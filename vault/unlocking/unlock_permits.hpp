// Approved unlocking orders that wait to be used, each once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/sm3.hpp"
#include "platform/database.hpp"
#include "vault/unlock_source.hpp"

namespace palmkey::vault {

struct UnlockPermit {
  std::string order_number;
  core::Bytes key_id;
  core::Digest content{};       // SM3 of what the approvals agree on
  std::int64_t not_before = 0;  // Unix seconds
  std::int64_t expires_at = 0;
};

// Thread-safe.
class UnlockPermits : public UnlockSource {
 public:
  // The permits of a key that were not used with this one are used up with it: they were for the same lock.
  std::optional<std::string> take(platform::Transaction& transaction, core::ByteView key_id,
                                  std::int64_t now) const override;

  // The permit of an order, used or not.
  std::optional<UnlockPermit> find(platform::Transaction& transaction, std::string_view order_number) const;
  // DatabaseFailure (conflict) if the order has one.
  void insert(platform::Transaction& transaction, const UnlockPermit& permit) const;
};

void migrate_unlocking(platform::Database& database);

}  // namespace palmkey::vault
