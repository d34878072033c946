// core/processor.hpp as this program has it: the instruction sets are chosen by its caller, for valgrind
// names fewer than it runs.
#pragma once

#include "core/processor.hpp"

namespace palmkey::constant_time {

void set_processor(core::ProcessorFeatures features);

}  // namespace palmkey::constant_time
