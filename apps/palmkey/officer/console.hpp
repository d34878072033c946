// A console that this officer's device signs in by its QR code, as a phone would, and what it then signs for
// it.
#pragma once

#include <string>

#include "apps/palmkey/officer/desk.hpp"

namespace palmkey::cli {

// Claims the console's QR code, shows what for, asks unless `yes`, signs and confirms. What the console is
// told comes back: operator, name, role, expires_at.
json sign_console_in(Phone& phone, Desk& desk, const std::string& link, bool yes);

// Shows each intent that the console has handed over, asks unless `yes`, and signs or refuses it. Returns
// {"signed": [...], "refused": [...], "links": [...]}: the intents, and the activation links of appointments.
json sign_what_waits(Phone& phone, Desk& desk, bool yes);

// Ends the console's session.
void leave_console(Phone& phone);

}  // namespace palmkey::cli
