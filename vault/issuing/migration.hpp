// Makes the tables of issuing.
#pragma once

#include "platform/database.hpp"

namespace palmkey::vault {

void migrate_issuing(platform::Database& database);

}  // namespace palmkey::vault
