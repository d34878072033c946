// Where PINs come from; never from the command line, which other users of the machine can read.
#pragma once

#include <string>
#include <string_view>

#include "apps/palmkey/output.hpp"
#include "core/secret.hpp"

namespace palmkey::cli {

// From the file if one is named (its first line), else from the environment variable, else asked on the
// terminal. Failure("pin_missing", 400) if there is none.
core::Secret read_pin(const Output& output, const std::string& file, const char* variable,
                      std::string_view chinese_prompt, std::string_view english_prompt);

// The PIN that protects the key now: `file`, PALMKEY_PIN, or asked for.
core::Secret read_current_pin(const Output& output, const std::string& file);
// The one that shall protect it: `file`, PALMKEY_NEW_PIN, or asked for.
core::Secret read_new_pin(const Output& output, const std::string& file);
// The first PIN of an operator's key: `file`, PALMKEY_PIN, or asked for.
core::Secret read_new_operator_pin(const Output& output, const std::string& file);

}  // namespace palmkey::cli
