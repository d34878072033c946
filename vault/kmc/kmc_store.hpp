// The table of encryption keys.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/splitkey/messages.hpp"
#include "platform/database.hpp"

namespace palmkey::vault::kmc_store {

struct Row {
  core::splitkey::Identifier id{};
  core::Bytes public_key;               // 65 bytes
  std::string escrow;                   // the whole key, wrapped by the escrow key
  std::optional<std::string> share;     // u2, wrapped; nothing before the first installation
  std::optional<core::Bytes> made_for;  // another split key, if it was made for that
};

void insert(platform::Transaction& t, core::ByteView key_id, const Row& row, std::int64_t now);
// Oldest first, those that were made for another split key before the others.
std::vector<Row> list(platform::Transaction& t, core::ByteView key_id);
std::optional<Row> find(platform::Transaction& t, core::ByteView key_id,
                        const core::splitkey::Identifier& id);
std::int64_t count(platform::Transaction& t, core::ByteView key_id);
// Drops the share.
void move(platform::Transaction& t, const core::splitkey::Identifier& id, core::ByteView from,
          core::ByteView to);
void set_share(platform::Transaction& t, const core::splitkey::Identifier& id, std::string_view share);

}  // namespace palmkey::vault::kmc_store
