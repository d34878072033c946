#include "front/notices/migrations.hpp"

#include <array>

namespace palmkey::front::notices {

namespace {

constexpr std::array list{platform::Migration{"0001_vault_events", R"(
CREATE TABLE vault_events_told (
  id BIGINT PRIMARY KEY CHECK (id = 1),
  number BIGINT NOT NULL
);
INSERT INTO vault_events_told (id, number) VALUES (1, 0);
)"},
                          platform::Migration{"0002_renewal_reminders", R"(
CREATE TABLE certificate_ends (
  serial TEXT PRIMARY KEY,
  not_after BIGINT NOT NULL
);
CREATE INDEX certificate_ends_by_time ON certificate_ends (not_after);
CREATE TABLE renewal_reminders (
  serial TEXT NOT NULL,
  days BIGINT NOT NULL,
  told_at BIGINT NOT NULL,
  PRIMARY KEY (serial, days)
);
)"}};

}  // namespace

std::span<const platform::Migration> migrations() {
  return list;
}

}  // namespace palmkey::front::notices
