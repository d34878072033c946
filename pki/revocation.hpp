// The reasons of revocation, by which pki's lists and answers call them.
#pragma once

#include "core/revocation.hpp"

namespace palmkey::pki {

using core::read_reason;
using core::RevocationReason;
using core::write_reason;

}  // namespace palmkey::pki
