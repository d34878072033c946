// The table of invoices: one an order, each number once. The buyer is sealed.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "front/invoices/provider.hpp"
#include "front/invoices/types.hpp"
#include "front/paging.hpp"
#include "front/personal_data.hpp"
#include "platform/database.hpp"
#include "platform/migration.hpp"

namespace palmkey::front::invoices::store {

std::span<const platform::Migration> migrations();

// Adds the invoice, without a number, if the order has none yet.
void add(platform::Transaction& transaction, const PersonalData& personal, const Invoice& invoice,
         std::int64_t now);

std::optional<Invoice> find(platform::Transaction& transaction, const PersonalData& personal,
                            const std::string& order_number);

// Writes number and time into the order's invoice, if it has none yet; false if it has.
bool set_issued(platform::Transaction& transaction, const std::string& order_number, const Issued& issued);

// The order whose invoice has this number.
std::optional<std::string> order_of_number(platform::Transaction& transaction, const std::string& number);

struct Listed {
  Invoice invoice;
  std::int64_t created_at = 0;
};
// Newest first; with `search`, only the one of this order or with this number.
std::vector<Listed> list(platform::Transaction& transaction, const PersonalData& personal,
                         const std::string& search, const std::optional<ListPlace>& before,
                         std::size_t limit);

}  // namespace palmkey::front::invoices::store
