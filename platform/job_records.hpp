// Looking at jobs: what waits, what was done, what failed for good.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "platform/database.hpp"

namespace palmkey::platform {

struct JobRecord {
  std::int64_t id = 0;
  std::string kind;
  std::string payload;
  std::string state;  // "waiting", "done" or "dead"
  std::int64_t attempts = 0;
  std::string last_error;  // a failure's code; empty if there was none
  std::int64_t changed_at_ms = 0;
};

struct JobSearch {
  std::vector<std::string> kinds;  // at least one
  std::string state;               // empty: all
  std::int64_t before = 0;         // with smaller ids; 0: from the newest on
  std::size_t limit = 50;
};
// Newest first.
std::vector<JobRecord> list_jobs(Database& database, const JobSearch& search);

}  // namespace palmkey::platform
