#include "front/agreements/store.hpp"

#include <array>

namespace palmkey::front::agreements {

namespace {

constexpr std::array list{platform::Migration{"0001_agreement_acceptances", R"(
CREATE TABLE agreement_acceptances (
  subscriber_id TEXT NOT NULL REFERENCES subscribers (id),
  service_id TEXT NOT NULL,
  agreement_id TEXT NOT NULL,
  version TEXT NOT NULL,
  digest TEXT NOT NULL,
  accepted_at BIGINT NOT NULL,
  PRIMARY KEY (subscriber_id, service_id, agreement_id, version, digest)
);
)"}};

}  // namespace

std::span<const platform::Migration> migrations() {
  return list;
}

namespace store {

void add(platform::Transaction& transaction, const std::string& subscriber_id, const std::string& service_id,
         const Acceptance& acceptance) {
  transaction.execute(
      "INSERT INTO agreement_acceptances (subscriber_id, service_id, agreement_id, version, digest, "
      "accepted_at) "
      "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
      subscriber_id, service_id, acceptance.agreement_id, acceptance.version, acceptance.digest,
      acceptance.accepted_at);
}

std::optional<std::int64_t> accepted_at(platform::Transaction& transaction, const std::string& subscriber_id,
                                        const std::string& service_id,
                                        const catalogue::Agreement& agreement) {
  const auto row = transaction.query_one(
      "SELECT accepted_at FROM agreement_acceptances "
      "WHERE subscriber_id = ? AND service_id = ? AND agreement_id = ? AND version = ? AND digest = ?",
      subscriber_id, service_id, agreement.id, agreement.version, agreement.digest);
  if (!row) return std::nullopt;
  return row->int64(0);
}

}  // namespace store
}  // namespace palmkey::front::agreements
