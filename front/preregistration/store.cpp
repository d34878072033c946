#include "front/preregistration/store.hpp"

#include <array>

namespace palmkey::front::preregistration::store {

namespace {

constexpr std::array list{platform::Migration{"0001_preregistrations", R"(
CREATE TABLE preregistrations (
  service_id TEXT NOT NULL,
  phone_lookup TEXT NOT NULL,
  name_lookup TEXT NOT NULL,
  document_lookup TEXT,
  imported_at BIGINT NOT NULL,
  PRIMARY KEY (service_id, phone_lookup)
);
)"}};

}  // namespace

std::span<const platform::Migration> migrations() {
  return list;
}

void put(platform::Transaction& transaction, const std::string& service_id, const std::string& phone_lookup,
         const Listed& listed, std::int64_t now) {
  transaction.execute(
      "INSERT INTO preregistrations (service_id, phone_lookup, name_lookup, document_lookup, imported_at) "
      "VALUES (?, ?, ?, ?, ?) ON CONFLICT (service_id, phone_lookup) DO UPDATE SET "
      "name_lookup = excluded.name_lookup, document_lookup = excluded.document_lookup, "
      "imported_at = excluded.imported_at",
      service_id, phone_lookup, listed.name_lookup, listed.document_lookup, now);
}

std::optional<Listed> find(platform::Transaction& transaction, const std::string& service_id,
                           const std::string& phone_lookup) {
  const auto row = transaction.query_one(
      "SELECT name_lookup, document_lookup FROM preregistrations WHERE service_id = ? AND phone_lookup = ?",
      service_id, phone_lookup);
  if (!row) return std::nullopt;
  return Listed{row->text(0), row->optional_text(1)};
}

}  // namespace palmkey::front::preregistration::store
