// The table of sessions that ended in a sign-in.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/sm3.hpp"
#include "platform/database.hpp"

namespace palmkey::vault {

void migrate_sign_in(platform::Database& database);

namespace sign_in_store {

struct Session {
  std::string session;
  core::Digest request{};  // of everything that was asked for
  std::string id_token;
  std::string subject;
  std::string name;
  std::int64_t expires_at = 0;
};

// Locks the row.
std::optional<Session> find(platform::Transaction& t, std::string_view session);
// DatabaseFailure (conflict) if the session was used.
void insert(platform::Transaction& t, const Session& session);
void remove_expired(platform::Transaction& t, std::int64_t expired_before);

}  // namespace sign_in_store
}  // namespace palmkey::vault
