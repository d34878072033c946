// The sentences of the codes that core and platform themselves report.
#pragma once

#include <span>

#include "platform/messages.hpp"

namespace palmkey::platform {

std::span<const Message> standard_messages();

}  // namespace palmkey::platform
