// Table of captchas that wait for their answer.
#pragma once

#include <optional>
#include <string>

#include "platform/database.hpp"

namespace palmkey::front::captcha::store {

// Also forgets expired ones.
void add(platform::Transaction& transaction, const std::string& id, const std::string& answer_lookup,
         std::int64_t now);
// Removes the captcha and returns its answer's digest, nothing if it is unknown or expired.
std::optional<std::string> take(platform::Transaction& transaction, const std::string& id, std::int64_t now);

}  // namespace palmkey::front::captcha::store
