// Flate by the host, which has it anyway.
#pragma once

#include "core/pdf/flate.hpp"

namespace palmkey::phone {

core::pdf::Flate host_flate();

}  // namespace palmkey::phone
