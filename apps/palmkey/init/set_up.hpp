// Sets an authority up below one folder, so that vault and front can be started.
#pragma once

#include "apps/palmkey/init/options.hpp"
#include "apps/palmkey/output.hpp"

namespace palmkey::cli {

// What people need to go on: links and the relying party's secret. Whatever is there already is kept; what a
// crash left out is made up for. Activation links of operators without a device are made anew each time, the
// others can't be shown again. With `demonstration` the answer is also kept in DATA/demonstration.json, and a
// repeat gives that. Failure("setup_conflict", 409) with the field if the folder was set up with another
// value.
json set_up(const InitOptions& options);

}  // namespace palmkey::cli
