// Tables of payments. All functions run in the caller's transaction.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "front/payment/types.hpp"
#include "platform/database.hpp"
#include "platform/migration.hpp"

namespace palmkey::front::payment::store {

std::span<const platform::Migration> migrations();

void insert(platform::Transaction& t, const Payment& payment);
void set_url(platform::Transaction& t, const std::string& out_trade_no, const std::string& url);
void set_state(platform::Transaction& t, const std::string& out_trade_no, PaymentState state,
               const std::string& transaction_id = {});
// Holds the row until the transaction ends.
std::optional<Payment> lock(platform::Transaction& t, const std::string& out_trade_no);
// Oldest first.
std::vector<Payment> of_order(platform::Transaction& t, const std::string& order_number);

}  // namespace palmkey::front::payment::store
