// Links that name a platform.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/link.hpp"

namespace palmkey::phone {

struct ConfiguringLink {
  std::string origin;
  core::Digest fingerprint{};
};

// Nothing for a text that is no link of the kinds `configure` or `officer`.
std::optional<ConfiguringLink> configuring_link(std::string_view text);

}  // namespace palmkey::phone
