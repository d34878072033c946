// The tables of drills. What names a person is sealed here.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "front/drills/types.hpp"
#include "front/personal_data.hpp"
#include "platform/database.hpp"
#include "platform/migration.hpp"

namespace palmkey::front::drills::store {

std::span<const platform::Migration> migrations();

void insert(platform::Transaction& transaction, const PersonalData& personal, const Drill& drill);
// Holds the drill's row until the transaction ends.
std::optional<Drill> lock(platform::Transaction& transaction, const PersonalData& personal,
                          const std::string& id);
// Writes what may change: state, the claim, what was answered.
void update(platform::Transaction& transaction, const Drill& drill);
void remove(platform::Transaction& transaction, const std::string& id);

}  // namespace palmkey::front::drills::store
