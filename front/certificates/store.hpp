// Table of revocations, and the search for certificates in the orders' table. All functions run in the
// caller's transaction.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "front/certificates/types.hpp"
#include "front/paging.hpp"
#include "front/personal_data.hpp"
#include "platform/database.hpp"
#include "platform/migration.hpp"

namespace palmkey::front::certificates::store {

std::span<const platform::Migration> migrations();

struct Search {
  std::string order_number, serial, phone_tail, name;  // exact; at most one is not empty
  std::optional<ListPlace> before;
  std::size_t limit = 20;
};
// Newest first.
std::vector<IssuedPair> list(platform::Transaction& transaction, const PersonalData& personal,
                             const Search& search);
// By the signing certificate's serial number.
std::optional<IssuedPair> find(platform::Transaction& transaction, const std::string& serial);

// An encryption certificate that was issued through this front.
struct IssuedEncryption {
  std::string serial;
  core::Bytes der;
};
// Those of the holder of the signing certificate with this serial number, its own and those of all orders
// with the same identity document; the oldest first.
std::vector<IssuedEncryption> encryption_of_holder(platform::Transaction& transaction,
                                                   const std::string& serial);

std::optional<Revocation> revocation(platform::Transaction& transaction, const PersonalData& personal,
                                     const std::string& serial);
// The same, holding the row until the transaction ends.
std::optional<Revocation> lock_revocation(platform::Transaction& transaction, const PersonalData& personal,
                                          const std::string& serial);
// In place of the one before, if there is one.
void put(platform::Transaction& transaction, const PersonalData& personal, const Revocation& revocation);
// Those that still wait, oldest first, then what ended since `ended_after`, newest first.
std::vector<Revocation> revocations(platform::Transaction& transaction, const PersonalData& personal,
                                    std::int64_t ended_after);

}  // namespace palmkey::front::certificates::store
