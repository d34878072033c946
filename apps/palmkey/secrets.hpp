// Random texts.
#pragma once

#include <string>

#include "core/encoding.hpp"
#include "core/random.hpp"
#include "platform/failure.hpp"

namespace palmkey::cli {

// 256 random bits as base64url. Failure("random_failed") if there is no randomness.
inline std::string random_text(core::Random& random) {
  core::ByteArray<32> bytes{};
  platform::value_or_throw(random.fill(bytes));
  return core::to_base64url(bytes);
}

}  // namespace palmkey::cli
