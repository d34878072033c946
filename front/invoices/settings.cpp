#include "front/invoices/settings.hpp"

#include "front/invoices/face.hpp"

namespace palmkey::front::invoices {

namespace {

// An invoice as any order would give it, to see whether these settings make one.
bool makes_an_invoice(const Settings& settings) {
  Invoice sample;
  sample.order_number = "00202601010000001";
  sample.face = settings;
  sample.buyer.name = "示范";
  sample.total_fen = 5000;
  const auto parted = documents::part_gross(sample.total_fen, settings.tax_rate);
  if (!parted) return false;
  sample.net_fen = parted->net_fen;
  sample.tax_fen = parted->tax_fen;
  return can_be_drawn(sample);
}

}  // namespace

Settings load_settings(const platform::Config& table) {
  table.expect_only({"seller_name", "seller_tax_number", "seller_address", "seller_telephone",
                     "seller_bank_name", "seller_bank_account", "drawer", "item_name", "classification_code",
                     "tax_rate", "demonstration", "platform"});
  Settings settings;
  settings.seller.name = table.string("seller_name");
  settings.seller.tax_number = table.string("seller_tax_number");
  settings.seller.address = table.string("seller_address", "");
  settings.seller.telephone = table.string("seller_telephone", "");
  settings.seller.bank_name = table.string("seller_bank_name", "");
  settings.seller.bank_account = table.string("seller_bank_account", "");
  settings.drawer = table.string("drawer");
  settings.item_name = table.string("item_name", "*信息技术服务*数字证书服务");
  settings.classification_code = table.string("classification_code", "");
  settings.tax_rate = static_cast<std::uint32_t>(table.integer("tax_rate", 0, 10000));
  settings.demonstration = table.boolean("demonstration", true);
  if (!makes_an_invoice(settings))
    throw table.error("seller_name", "expected texts and a code that can stand on an invoice, in all keys");
  return settings;
}

}  // namespace palmkey::front::invoices
