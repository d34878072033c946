#include "front/invoices/store.hpp"

#include <array>
#include <nlohmann/json.hpp>

namespace palmkey::front::invoices::store {

namespace {

using nlohmann::json;

constexpr std::array steps{platform::Migration{"0001_invoices", R"(
CREATE TABLE invoices (
  order_number TEXT PRIMARY KEY REFERENCES orders (number),
  face TEXT NOT NULL,
  buyer TEXT NOT NULL,
  years BIGINT NOT NULL,
  net_fen BIGINT NOT NULL,
  tax_fen BIGINT NOT NULL,
  total_fen BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  number TEXT UNIQUE,
  issued_at BIGINT
);
)"}};

std::string text(const json& object, const char* key) {
  return object.at(key).get<std::string>();
}

json face_json(const Settings& face) {
  return {{"seller_name", face.seller.name},
          {"seller_tax_number", face.seller.tax_number},
          {"seller_address", face.seller.address},
          {"seller_telephone", face.seller.telephone},
          {"seller_bank_name", face.seller.bank_name},
          {"seller_bank_account", face.seller.bank_account},
          {"drawer", face.drawer},
          {"item_name", face.item_name},
          {"classification_code", face.classification_code},
          {"tax_rate", face.tax_rate},
          {"demonstration", face.demonstration}};
}

Settings face_from(const json& face) {
  Settings settings;
  settings.seller = {text(face, "seller_name"),      text(face, "seller_tax_number"),
                     text(face, "seller_address"),   text(face, "seller_telephone"),
                     text(face, "seller_bank_name"), text(face, "seller_bank_account")};
  settings.drawer = text(face, "drawer");
  settings.item_name = text(face, "item_name");
  settings.classification_code = text(face, "classification_code");
  settings.tax_rate = face.at("tax_rate").get<std::uint32_t>();
  settings.demonstration = face.at("demonstration").get<bool>();
  return settings;
}

}  // namespace

std::span<const platform::Migration> migrations() {
  return steps;
}

void add(platform::Transaction& transaction, const PersonalData& personal, const Invoice& invoice,
         std::int64_t now) {
  const json buyer{
      {"name", invoice.buyer.name}, {"email", invoice.buyer.email}, {"phone", invoice.buyer.phone}};
  transaction.execute(
      "INSERT INTO invoices (order_number, face, buyer, years, net_fen, tax_fen, total_fen, created_at) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (order_number) DO NOTHING",
      invoice.order_number, face_json(invoice.face).dump(),
      personal.seal(buyer.dump(), "invoice/buyer/" + invoice.order_number), invoice.years, invoice.net_fen,
      invoice.tax_fen, invoice.total_fen, now);
}

std::optional<Invoice> find(platform::Transaction& transaction, const PersonalData& personal,
                            const std::string& order_number) {
  const auto row = transaction.query_one(
      "SELECT face, buyer, years, net_fen, tax_fen, total_fen, number, issued_at FROM invoices "
      "WHERE order_number = ?",
      order_number);
  if (!row) return std::nullopt;
  const json buyer = json::parse(personal.open(row->text(1), "invoice/buyer/" + order_number));
  Invoice invoice;
  invoice.order_number = order_number;
  invoice.face = face_from(json::parse(row->text(0)));
  invoice.buyer = {text(buyer, "name"), text(buyer, "email"), text(buyer, "phone")};
  invoice.years = row->int64(2);
  invoice.net_fen = row->int64(3);
  invoice.tax_fen = row->int64(4);
  invoice.total_fen = row->int64(5);
  invoice.number = row->optional_text(6);
  invoice.issued_at = row->optional_int64(7).value_or(0);
  return invoice;
}

std::vector<Listed> list(platform::Transaction& transaction, const PersonalData& personal,
                         const std::string& search, const std::optional<ListPlace>& before,
                         std::size_t limit) {
  std::string sql = "SELECT order_number, created_at FROM invoices WHERE 1 = 1";
  std::vector<platform::SqlValue> values;
  if (!search.empty()) {
    sql += " AND (order_number = ? OR number = ?)";
    values.insert(values.end(), {search, search});
  }
  if (before) {
    sql += " AND (created_at < ? OR (created_at = ? AND order_number > ?))";
    values.insert(values.end(), {before->time, before->time, before->name});
  }
  values.emplace_back(limit);
  std::vector<Listed> found;
  for (const auto& row :
       transaction.query_with(sql + " ORDER BY created_at DESC, order_number LIMIT ?", values))
    found.push_back({find(transaction, personal, row.text(0)).value(), row.int64(1)});
  return found;
}

bool set_issued(platform::Transaction& transaction, const std::string& order_number, const Issued& issued) {
  return transaction.execute(
             "UPDATE invoices SET number = ?, issued_at = ? WHERE order_number = ? AND number IS NULL",
             issued.number, issued.issued_at, order_number) == 1;
}

std::optional<std::string> order_of_number(platform::Transaction& transaction, const std::string& number) {
  const auto row = transaction.query_one("SELECT order_number FROM invoices WHERE number = ?", number);
  if (!row) return std::nullopt;
  return row->text(0);
}

}  // namespace palmkey::front::invoices::store
