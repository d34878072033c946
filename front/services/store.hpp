// Tables of drafts and published versions. All functions run in the caller's transaction.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "front/services/types.hpp"
#include "platform/database.hpp"
#include "platform/migration.hpp"

namespace palmkey::front::services::store {

std::span<const platform::Migration> migrations();

void put_draft(platform::Transaction& transaction, const Draft& draft);
std::optional<Draft> draft(platform::Transaction& transaction, const std::string& service_id);
std::vector<Draft> drafts(platform::Transaction& transaction);
bool remove_draft(platform::Transaction& transaction, const std::string& service_id);

// A version that is there already is a database_conflict.
void add_version(platform::Transaction& transaction, const PublishedVersion& version);
// 0 if nothing was published.
std::int64_t last_version(platform::Transaction& transaction, const std::string& service_id);
std::string content(platform::Transaction& transaction, const std::string& service_id, std::int64_t version);
// Without content, newest first; of all services if `service_id` is empty.
std::vector<PublishedVersion> versions(platform::Transaction& transaction, const std::string& service_id);

}  // namespace palmkey::front::services::store
