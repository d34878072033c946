// Questions to the person at the terminal.
#pragma once

#include <string>
#include <string_view>

#include "core/secret.hpp"

namespace palmkey::cli {

// Asks on the terminal itself, whatever standard input is, without echo. Failure("no_terminal", 400) if there
// is none.
core::Secret ask_secret(std::string_view prompt);

// True for "y" or "yes"; anything else, and no terminal, is no.
bool ask_yes(std::string_view prompt);

}  // namespace palmkey::cli
