// The tables of what was told already.
#pragma once

#include <span>

#include "platform/migration.hpp"

namespace palmkey::front::notices {

std::span<const platform::Migration> migrations();

}  // namespace palmkey::front::notices
