// Table of changes. All functions run in the caller's transaction.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "front/administration/types.hpp"
#include "front/personal_data.hpp"
#include "platform/database.hpp"
#include "platform/migration.hpp"

namespace palmkey::front::administration::store {

std::span<const platform::Migration> migrations();

// Holds the row until the transaction ends.
std::optional<Change> lock(platform::Transaction& transaction, const PersonalData& personal,
                           const std::string& id);
// In place of the one before, if there is one.
void put(platform::Transaction& transaction, const PersonalData& personal, const Change& change);
// That were begun after this moment and still wait, oldest first.
std::vector<Change> waiting(platform::Transaction& transaction, const PersonalData& personal, Subject subject,
                            std::int64_t begun_after);

}  // namespace palmkey::front::administration::store
