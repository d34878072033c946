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

// Also forgets expired ones.
void add_session(platform::Transaction& transaction, const KeptSession& session);
std::optional<KeptSession> session(platform::Transaction& transaction, const std::string& token_digest);
std::optional<KeptSession> session_of_entrance(platform::Transaction& transaction,
                                               const std::string& entrance);
void set_used(platform::Transaction& transaction, const std::string& token_digest, std::int64_t now);
void set_checked(platform::Transaction& transaction, const std::string& token_digest, std::int64_t now);
// Another token for the session of this entrance; the one before is dead.
void set_token(platform::Transaction& transaction, const std::string& entrance,
               const std::string& token_digest);
void remove_session(platform::Transaction& transaction, const std::string& token_digest);
// The sessions that this officer's phones opened.
void remove_phone_sessions(platform::Transaction& transaction, const std::string& operator_id);

}  // namespace palmkey::front::desk::store
