// The relying parties' table.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "platform/database.hpp"
#include "vault/relying_parties/relying_party.hpp"

namespace palmkey::vault::relying_party_store {

// False if the client_id is taken, removed ones included.
bool insert(platform::Transaction& t, const RelyingParty& party, std::int64_t now);
// False if there is no such party.
bool remove(platform::Transaction& t, std::string_view client_id, std::int64_t now);
bool was_removed(platform::Transaction& t, std::string_view client_id);
std::optional<RelyingParty> find(platform::Transaction& t, std::string_view client_id);
std::vector<RelyingParty> list(platform::Transaction& t);

}  // namespace palmkey::vault::relying_party_store
