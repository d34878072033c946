// The data behind front/regions/regions.hpp.
#pragma once

#include <span>

#include "front/regions/regions.hpp"

namespace palmkey::front::regions {

// Ordered by code.
std::span<const Region> province_table();
std::span<const Region> city_table();

}  // namespace palmkey::front::regions
