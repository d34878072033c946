// The one device of this module instance.
#pragma once

#include "core/device/operation.hpp"

namespace palmkey::phone {

// What the host stored last, as this instance knows it. Changes by operations alone.
const core::device::State& device_state();

// For an operation that begins at `now`.
core::device::Environment device_environment(std::int64_t now);

// The host's cryptographic randomness.
core::Random& device_random();

// Whether operations are running, who hold references to the state.
bool has_running_operations();

}  // namespace palmkey::phone
