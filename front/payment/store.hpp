// Tables of payments. All functions run in the caller's transaction.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "front/paging.hpp"
#include "front/payment/types.hpp"
#include "platform/database.hpp"
#include "platform/migration.hpp"

namespace palmkey::front::payment::store {

std::span<const platform::Migration> migrations();

void insert(platform::Transaction& t, const Payment& payment);
void set_url(platform::Transaction& t, const std::string& out_trade_no, const std::string& url);
void set_state(platform::Transaction& t, const std::string& out_trade_no, PaymentState state,
               const std::string& transaction_id = {});
void set_refunding(platform::Transaction& t, const std::string& out_trade_no, const std::string& reason,
                   const std::string& administrator);
// Holds the row until the transaction ends.
std::optional<Payment> lock(platform::Transaction& t, const std::string& out_trade_no);
// Oldest first.
std::vector<Payment> of_order(platform::Transaction& t, const std::string& order_number);
// Newest first; with `search`, only those of this order, or with this number here or at WeChat Pay.
std::vector<Payment> list(platform::Transaction& t, const std::string& search,
                          const std::optional<ListPlace>& before, std::size_t limit);

}  // namespace palmkey::front::payment::store
