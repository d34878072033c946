// An invoice as it lies in the database: all that its documents are made of.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "front/invoices/settings.hpp"

namespace palmkey::front::invoices {

// The handler (经办人), who gets the invoice.
struct Buyer {
  std::string name, email, phone;
};

// Fixed before a number is asked for, so that asking again asks for the same.
struct Invoice {
  std::string order_number;
  Settings face;
  Buyer buyer;
  std::int64_t years = 1;
  std::int64_t net_fen = 0;
  std::int64_t tax_fen = 0;
  std::int64_t total_fen = 0;
  std::optional<std::string> number;  // 20 digits; none until the provider has given it
  std::int64_t issued_at = 0;         // Unix seconds
};

}  // namespace palmkey::front::invoices
