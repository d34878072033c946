#include "platform/jobs.hpp"

#include "platform/migration.hpp"

namespace palmkey::platform {
namespace {

constexpr Migration migrations[] = {
    {"0001_jobs",
     "CREATE TABLE jobs (\n"
     "  id {identity},\n"
     "  kind TEXT NOT NULL,\n"
     "  payload TEXT NOT NULL,\n"
     "  state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'dead')),\n"
     "  run_at_ms BIGINT NOT NULL,\n"
     "  lease_until_ms BIGINT NOT NULL,\n"
     "  attempts BIGINT NOT NULL,\n"
     "  unique_key TEXT,\n"
     "  last_error TEXT NOT NULL,\n"
     "  changed_at_ms BIGINT NOT NULL,\n"
     "  UNIQUE (kind, unique_key));\n"
     "CREATE INDEX jobs_due ON jobs (state, run_at_ms);\n"},
};

}  // namespace

void migrate_jobs(Database& database) {
  migrate(database, "jobs", migrations);
}

std::optional<std::int64_t> enqueue(Transaction& transaction, std::string_view kind, std::string_view payload,
                                    std::int64_t run_at_ms, const std::optional<std::string>& unique_key) {
  const auto row = transaction.query_one(
      "INSERT INTO jobs (kind, payload, state, run_at_ms, lease_until_ms, attempts, unique_key, last_error, "
      "changed_at_ms) VALUES (?, ?, 'waiting', ?, 0, 0, ?, '', ?) ON CONFLICT DO NOTHING RETURNING id",
      kind, payload, run_at_ms, unique_key, run_at_ms);
  if (!row) return std::nullopt;
  return row->int64(0);
}

std::vector<DeadJob> list_dead_jobs(Database& database, std::size_t limit) {
  const SqlRows rows = database.read([&](Transaction& t) {
    return t.query(
        "SELECT id, kind, attempts, last_error, changed_at_ms FROM jobs WHERE state = 'dead' "
        "ORDER BY changed_at_ms DESC, id DESC LIMIT ?",
        limit);
  });
  std::vector<DeadJob> result;
  for (const SqlRow& row : rows) {
    result.push_back({row.int64(0), row.text(1), row.int64(2), row.text(3), row.int64(4)});
  }
  return result;
}

bool retry_dead_job(Database& database, std::int64_t id, std::int64_t now_ms) {
  return database.transaction([&](Transaction& t) {
    return t.execute(
               "UPDATE jobs SET state = 'waiting', run_at_ms = ?, lease_until_ms = 0, attempts = 0, "
               "changed_at_ms = ? WHERE id = ? AND state = 'dead'",
               now_ms, now_ms, id) == 1;
  });
}

}  // namespace palmkey::platform
