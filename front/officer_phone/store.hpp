// Tables of consoles that phones sign in. Intents name people and are stored encrypted.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "front/officer_phone/types.hpp"
#include "front/personal_data.hpp"
#include "platform/database.hpp"
#include "platform/migration.hpp"

namespace palmkey::front::officer_phone::store {

std::span<const platform::Migration> migrations();

// Also forgets entrances, and what was asked through them, that no session can come from any more.
void add_entrance(platform::Transaction& transaction, const PersonalData& personal, const Entrance& entrance);
// Holds the row until the transaction ends.
std::optional<Entrance> entrance(platform::Transaction& transaction, const PersonalData& personal,
                                 const std::string& id);
void set_scanned(platform::Transaction& transaction, const std::string& id, const std::string& claim_digest);
void set_status(platform::Transaction& transaction, const std::string& id, EntranceStatus status);
void set_phone_seen(platform::Transaction& transaction, const std::string& id, std::int64_t now);

void add_request(platform::Transaction& transaction, const PersonalData& personal,
                 const SignatureRequest& request);
// Of an entrance, oldest first.
std::vector<SignatureRequest> requests(platform::Transaction& transaction, const PersonalData& personal,
                                       const std::string& entrance);
std::int64_t count_waiting(platform::Transaction& transaction, const std::string& entrance, std::int64_t now);
// The request, if it is this entrance's; holds the row until the transaction ends.
std::optional<SignatureRequest> request(platform::Transaction& transaction, const PersonalData& personal,
                                        const std::string& entrance, const std::string& id);
void set_signed(platform::Transaction& transaction, const PersonalData& personal, const std::string& id,
                const SignedIntent& answer);
void set_refused(platform::Transaction& transaction, const std::string& id);
void remove_request(platform::Transaction& transaction, const std::string& entrance, const std::string& id);
void remove_requests(platform::Transaction& transaction, const std::string& entrance);

}  // namespace palmkey::front::officer_phone::store
