// Secrets shared with providers: read from files, and requests signed with them.
#pragma once

#include <string>
#include <string_view>

#include "core/secret.hpp"
#include "platform/config.hpp"

namespace palmkey::front {

// The text of the file that `key` names, without the line's end; at most 256 bytes. platform::ConfigError if
// it is empty or cannot be read.
core::Secret read_shared_secret(const platform::Config& table, std::string_view key);

// Lower case hexadecimal.
std::string sha256_hex(std::string_view text);
std::string hmac_sha256_hex(const core::Secret& key, std::string_view text);

}  // namespace palmkey::front
