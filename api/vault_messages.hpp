// The sentences for people that belong to the codes with which the vault refuses.
#pragma once

namespace palmkey::api {

// Adds them to platform/messages.hpp's table; once, before a server that speaks to the vault starts.
void register_vault_messages();

}  // namespace palmkey::api
