// The sentences that belong to the front's stable codes, zh-CN and English.
#pragma once

namespace palmkey::front {

// Hands them to platform/messages.hpp. May be called more than once.
void register_front_messages();

}  // namespace palmkey::front
