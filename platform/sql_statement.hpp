// One statement on one SOCI session. Knows the unevenness of SOCI's backends, so that nobody else must: it
// drives SOCI's backend interface itself and reads every column as text, because soci::row guesses types
// (on SQLite it makes a 32-bit integer of COUNT(*)).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/database.hpp"

namespace soci {
class session;
}

namespace palmkey::platform {

struct SqlOutcome {
  SqlRows rows;
  std::int64_t affected = 0;
};

// Throws soci::soci_error, or Failure("malformed", 400) for a text that holds a zero byte or is not UTF-8.
SqlOutcome run_sql(soci::session& session, std::string_view sql, const std::vector<SqlValue>& values);

// "?" outside of quotes becomes ":p1", ":p2", … std::logic_error if there are not exactly `count` of them.
std::string with_named_parameters(std::string_view sql, std::size_t count);

}  // namespace palmkey::platform
