#include "platform/job_records.hpp"

namespace palmkey::platform {

std::vector<JobRecord> list_jobs(Database& database, const JobSearch& search) {
  std::string sql =
      "SELECT id, kind, payload, state, attempts, last_error, changed_at_ms FROM jobs WHERE kind IN (";
  std::vector<SqlValue> values;
  for (const auto& kind : search.kinds) {
    sql += values.empty() ? "?" : ", ?";
    values.emplace_back(kind);
  }
  sql += ")";
  if (!search.state.empty()) {
    sql += " AND state = ?";
    values.emplace_back(search.state);
  }
  if (search.before != 0) {
    sql += " AND id < ?";
    values.emplace_back(search.before);
  }
  values.emplace_back(search.limit);
  const SqlRows rows =
      database.read([&](Transaction& t) { return t.query_with(sql + " ORDER BY id DESC LIMIT ?", values); });
  std::vector<JobRecord> result;
  for (const SqlRow& row : rows)
    result.push_back(
        {row.int64(0), row.text(1), row.text(2), row.text(3), row.int64(4), row.text(5), row.int64(6)});
  return result;
}

}  // namespace palmkey::platform
