// Brings a database's tables to the present version.
#pragma once

#include <span>
#include <string_view>

#include "platform/database.hpp"

namespace palmkey::platform {

// One step, never changed once released. `statements` are separated by ";" at a line's end and must work on
// both databases; "{identity}" is the type of a primary key that the database numbers itself. `name` is
// unique, for example "0001_orders".
struct Migration {
  std::string_view name;
  std::string_view statements;
};

// Runs the steps that this database has not seen, in order, each in its own transaction, and records them.
// `set` names the list ("jobs", "front"), so that several lists live in one database. std::runtime_error
// if a recorded step is missing from the list or was changed: the program is older than the database.
void migrate(Database& database, std::string_view set, std::span<const Migration> migrations);

}  // namespace palmkey::platform
