#include "front/preregistration/store.hpp"

#include <array>

namespace palmkey::front::preregistration::store {

namespace {

constexpr std::array steps{platform::Migration{"0001_preregistrations", R"(
CREATE TABLE preregistrations (
  service_id TEXT NOT NULL,
  phone_lookup TEXT NOT NULL,
  name_lookup TEXT NOT NULL,
  document_lookup TEXT,
  imported_at BIGINT NOT NULL,
  PRIMARY KEY (service_id, phone_lookup)
);
)"},
                           platform::Migration{"0002_shown", R"(
ALTER TABLE preregistrations ADD COLUMN shown TEXT NOT NULL DEFAULT '';
)"}};

std::string context_of(const std::string& phone_lookup) {
  return "preregistration/" + phone_lookup;
}

Shown shown_of(const PersonalData& personal, const std::string& sealed, const std::string& phone_lookup) {
  if (sealed.empty()) return {};
  const std::string text = personal.open(sealed, context_of(phone_lookup));
  const auto space = text.find(' ');
  return {text.substr(0, space), text.substr(space + 1)};
}

}  // namespace

std::span<const platform::Migration> migrations() {
  return steps;
}

void put(platform::Transaction& transaction, const PersonalData& personal, const std::string& service_id,
         const std::string& phone_lookup, const Listed& listed, std::int64_t now) {
  transaction.execute(
      "INSERT INTO preregistrations (service_id, phone_lookup, name_lookup, document_lookup, imported_at, "
      "shown) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (service_id, phone_lookup) DO UPDATE SET "
      "name_lookup = excluded.name_lookup, document_lookup = excluded.document_lookup, "
      "imported_at = excluded.imported_at, shown = excluded.shown",
      service_id, phone_lookup, listed.name_lookup, listed.document_lookup, now,
      personal.seal(listed.shown.masked_phone + " " + listed.shown.masked_name, context_of(phone_lookup)));
}

std::optional<Listed> find(platform::Transaction& transaction, const std::string& service_id,
                           const std::string& phone_lookup) {
  const auto row = transaction.query_one(
      "SELECT name_lookup, document_lookup FROM preregistrations WHERE service_id = ? AND phone_lookup = ?",
      service_id, phone_lookup);
  if (!row) return std::nullopt;
  return Listed{row->text(0), row->optional_text(1), {}};
}

std::vector<Entry> list(platform::Transaction& transaction, const PersonalData& personal,
                        const std::string& service_id, const Search& search) {
  std::string sql =
      "SELECT phone_lookup, shown, document_lookup, imported_at FROM preregistrations WHERE service_id = ?";
  std::vector<platform::SqlValue> values{service_id};
  if (!search.phone_lookup.empty() || !search.name_lookup.empty()) {
    sql += " AND (phone_lookup = ? OR name_lookup = ?)";
    values.insert(values.end(), {search.phone_lookup, search.name_lookup});
  }
  if (search.before) {
    sql += " AND (imported_at < ? OR (imported_at = ? AND phone_lookup > ?))";
    values.insert(values.end(), {search.before->time, search.before->time, search.before->name});
  }
  values.emplace_back(search.limit);
  std::vector<Entry> entries;
  for (const auto& row :
       transaction.query_with(sql + " ORDER BY imported_at DESC, phone_lookup LIMIT ?", values))
    entries.push_back(
        {row.text(0), shown_of(personal, row.text(1), row.text(0)), !row.is_null(2), row.int64(3)});
  return entries;
}

bool remove(platform::Transaction& transaction, const std::string& service_id, const std::string& id) {
  return transaction.execute("DELETE FROM preregistrations WHERE service_id = ? AND phone_lookup = ?",
                             service_id, id) == 1;
}

}  // namespace palmkey::front::preregistration::store
