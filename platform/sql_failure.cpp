#include "platform/sql_failure.hpp"

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

namespace palmkey::platform {
namespace {

using Kind = DatabaseFailure::Kind;

SqlFault fault_of_sqlite(int code) {
  const std::string number = std::to_string(code);
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {Kind::busy, false, number};
    case SQLITE_CONSTRAINT:
      return {Kind::conflict, false, number};
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
    case SQLITE_FULL:
      return {Kind::unavailable, true, number};
    default:
      return {Kind::other, false, number};
  }
}

// Classes of SQLSTATE: PostgreSQL's documentation, appendix A.
SqlFault fault_of_postgresql(const std::string& state) {
  if (state == "40001" || state == "40P01" || state == "55P03") return {Kind::busy, false, state};
  if (state.starts_with("23")) return {Kind::conflict, false, state};
  if (state.starts_with("08") || state.starts_with("53") || state.starts_with("57")) {
    return {Kind::unavailable, true, state};
  }
  // A connection that broke has no state at all.
  if (state.empty() || state[0] == '\0' || state[0] == ' ') return {Kind::unavailable, true, state};
  return {Kind::other, false, state};
}

std::string code_of(Kind kind) {
  switch (kind) {
    case Kind::conflict:
      return "database_conflict";
    case Kind::busy:
      return "database_busy";
    case Kind::unavailable:
      return "database_unavailable";
    case Kind::other:
      return "database_error";
  }
  return "database_error";
}

int status_of(Kind kind) {
  if (kind == Kind::conflict) return 409;
  return kind == Kind::other ? 500 : 503;
}

}  // namespace

DatabaseFailure::DatabaseFailure(Kind kind) : Failure(code_of(kind), status_of(kind)), kind_(kind) {}

SqlFault fault_of(const soci::soci_error& error) {
  if (const auto* sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&error)) {
    return fault_of_sqlite(sqlite->result());
  }
  if (const auto* postgresql = dynamic_cast<const soci::postgresql_soci_error*>(&error)) {
    return fault_of_postgresql(postgresql->sqlstate());
  }
  if (error.get_error_category() == soci::soci_error::connection_error) return {Kind::unavailable, true, ""};
  return {Kind::other, false, ""};
}

}  // namespace palmkey::platform
