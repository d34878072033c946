// Tables of the desk: challenges and sessions.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "front/desk/types.hpp"
#include "platform/database.hpp"
#include "platform/migration.hpp"

namespace palmkey::front::desk::store {

std::span<const platform::Migration> migrations();

// Also forgets expired ones.
void add_challenge(platform::Transaction& transaction, const std::string& session, std::int64_t now);
// True once for a challenge that has not expired.
bool take_challenge(platform::Transaction& transaction, const std::string& session, std::int64_t now);

void add_session(platform::Transaction& transaction, const std::string& token_digest,
                 const DeskSession& session, std::int64_t now);
void remove_session(platform::Transaction& transaction, const std::string& token_digest);
std::optional<Officer> officer_of_session(platform::Transaction& transaction, const std::string& token_digest,
                                          std::int64_t now);

}  // namespace palmkey::front::desk::store
