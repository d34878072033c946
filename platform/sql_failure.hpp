// What an error of SOCI means to us.
#pragma once

#include <string>

#include "platform/database.hpp"

namespace soci {
class soci_error;
}

namespace palmkey::platform {

struct SqlFault {
  DatabaseFailure::Kind kind = DatabaseFailure::Kind::other;
  bool connection_lost = false;
  std::string number;  // SQLSTATE or SQLite's result code
};

SqlFault fault_of(const soci::soci_error& error);

}  // namespace palmkey::platform
