// Tables of handovers and of their approvals. All functions run in the caller's transaction.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "front/handovers/types.hpp"
#include "front/paging.hpp"
#include "front/personal_data.hpp"
#include "platform/database.hpp"
#include "platform/migration.hpp"

namespace palmkey::front::handovers::store {

std::span<const platform::Migration> migrations();

void insert(platform::Transaction& transaction, const PersonalData& personal, const Handover& handover,
            core::ByteView document);
std::optional<Handover> find(platform::Transaction& transaction, const PersonalData& personal,
                             const std::string& number);
// Holds the row until the transaction ends.
std::optional<Handover> lock(platform::Transaction& transaction, const PersonalData& personal,
                             const std::string& number);
// State, keys, and who ended it when.
void update(platform::Transaction& transaction, const Handover& handover);
// The newest first, behind this place; with a search those of this number or certificate.
struct Search {
  std::string number_or_serial;  // exact; empty: all
  std::optional<ListPlace> before;
  std::size_t limit = 20;
};
std::vector<Handover> list(platform::Transaction& transaction, const PersonalData& personal,
                           const Search& search);
core::Bytes document(platform::Transaction& transaction, const PersonalData& personal,
                     const std::string& number);

// In place of the agent's earlier one.
void put_approval(platform::Transaction& transaction, const PersonalData& personal, const std::string& number,
                  const Approval& approval);
std::vector<Approval> approvals(platform::Transaction& transaction, const PersonalData& personal,
                                const std::string& number);

}  // namespace palmkey::front::handovers::store
