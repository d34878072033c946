#include "front/services/store.hpp"

#include <array>

namespace palmkey::front::services::store {

namespace {

using platform::Transaction;

constexpr std::array steps{platform::Migration{"0001_services", R"(
CREATE TABLE service_drafts (
  service_id TEXT PRIMARY KEY,
  content TEXT NOT NULL,
  updated_at BIGINT NOT NULL,
  updated_by TEXT NOT NULL
);
CREATE TABLE service_versions (
  service_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  content TEXT NOT NULL,
  published_at BIGINT NOT NULL,
  published_by TEXT NOT NULL,
  effective_at BIGINT NOT NULL,
  PRIMARY KEY (service_id, version)
);
)"}};

Draft draft_of(const platform::SqlRow& row) {
  return {row.text(0), row.text(1), row.int64(2), row.text(3)};
}

}  // namespace

std::span<const platform::Migration> migrations() {
  return steps;
}

void put_draft(Transaction& transaction, const Draft& draft) {
  transaction.execute(
      "INSERT INTO service_drafts (service_id, content, updated_at, updated_by) VALUES (?, ?, ?, ?) "
      "ON CONFLICT (service_id) DO UPDATE SET content = excluded.content, updated_at = excluded.updated_at, "
      "updated_by = excluded.updated_by",
      draft.service_id, draft.content, draft.updated_at, draft.updated_by);
}

std::optional<Draft> draft(Transaction& transaction, const std::string& service_id) {
  const auto row = transaction.query_one(
      "SELECT service_id, content, updated_at, updated_by FROM service_drafts WHERE service_id = ?" +
          std::string(transaction.for_update()),
      service_id);
  if (!row) return std::nullopt;
  return draft_of(*row);
}

std::vector<Draft> drafts(Transaction& transaction) {
  std::vector<Draft> found;
  for (const auto& row : transaction.query(
           "SELECT service_id, content, updated_at, updated_by FROM service_drafts ORDER BY service_id"))
    found.push_back(draft_of(row));
  return found;
}

bool remove_draft(Transaction& transaction, const std::string& service_id) {
  return transaction.execute("DELETE FROM service_drafts WHERE service_id = ?", service_id) == 1;
}

void add_version(Transaction& transaction, const PublishedVersion& version) {
  transaction.execute(
      "INSERT INTO service_versions (service_id, version, content, published_at, published_by, effective_at) "
      "VALUES (?, ?, ?, ?, ?, ?)",
      version.service_id, version.version, version.content, version.published_at, version.published_by,
      version.effective_at);
}

std::int64_t last_version(Transaction& transaction, const std::string& service_id) {
  return transaction
      .query_one("SELECT COALESCE(MAX(version), 0) FROM service_versions WHERE service_id = ?", service_id)
      ->int64(0);
}

std::string content(Transaction& transaction, const std::string& service_id, std::int64_t version) {
  return transaction
      .query_one("SELECT content FROM service_versions WHERE service_id = ? AND version = ?", service_id,
                 version)
      .value()
      .text(0);
}

std::vector<PublishedVersion> versions(Transaction& transaction, const std::string& service_id) {
  std::vector<PublishedVersion> found;
  for (const auto& row : transaction.query(
           "SELECT service_id, version, published_at, published_by, effective_at FROM service_versions "
           "WHERE ? = '' OR service_id = ? ORDER BY service_id, version DESC",
           service_id, service_id))
    found.push_back({row.text(0), row.int64(1), {}, row.int64(2), row.text(3), row.int64(4)});
  return found;
}

}  // namespace palmkey::front::services::store
