// In place of core/processor.cpp, which asks the processor.
#include "tests/constant_time/processor.hpp"

#if defined(__x86_64__)

namespace palmkey {
namespace {

core::ProcessorFeatures chosen = 0;

}  // namespace

bool core::processor_has(ProcessorFeatures needed) {
  return (chosen & needed) == needed;
}

core::ProcessorWithout::ProcessorWithout(ProcessorFeatures hidden) : before_(chosen) {
  chosen = before_ & ~hidden;
}

core::ProcessorWithout::~ProcessorWithout() {
  chosen = before_;
}

void constant_time::set_processor(core::ProcessorFeatures features) {
  chosen = features;
}

}  // namespace palmkey

#else

void palmkey::constant_time::set_processor(core::ProcessorFeatures) {}

#endif
