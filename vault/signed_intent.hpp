// A text intent and the signature made over it with a split key, as they arrive: nothing is checked yet.
#pragma once

#include <string>

#include "core/bytes.hpp"

namespace palmkey::vault {

struct SignedIntent {
  std::string text;
  core::Bytes signature;  // DER
};

}  // namespace palmkey::vault
