// Flate by zlib, for core's PDF reader and writer.
#pragma once

#include "core/pdf/flate.hpp"

namespace palmkey::platform {

// Stateless: may be shared between threads.
core::pdf::Flate zlib_flate();

}  // namespace palmkey::platform
