// Who sells, and what stands on the invoice's line.
#pragma once

#include <string>

#include "documents/invoice.hpp"
#include "platform/config.hpp"

namespace palmkey::front::invoices {

struct Settings {
  documents::InvoiceParty seller;
  std::string drawer;               // 开票人
  std::string item_name;            // *short name of the tax class*name
  std::string classification_code;  // 税收分类编码, may be empty
  std::uint32_t tax_rate = 0;       // 600 is 6 %
  bool demonstration = true;        // the invoice says on its face that it is no tax document
};

// Table [invoice] of front.toml: seller_name, seller_tax_number, drawer, tax_rate (hundredths of a per
// cent); if wanted seller_address, seller_telephone, seller_bank_name, seller_bank_account, item_name,
// classification_code, demonstration. platform::ConfigError says what is wrong, also if no invoice could be
// made of it.
Settings load_settings(const platform::Config& table);

}  // namespace palmkey::front::invoices
