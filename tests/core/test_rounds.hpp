// How often the tests that compare with random inputs repeat.
#pragma once

#include <cstdlib>

namespace palmkey::core::testing {

// Ten thousand, or what the environment variable PALMKEY_TEST_ROUNDS says for a night of it.
inline int rounds() {
  const char* wanted = std::getenv("PALMKEY_TEST_ROUNDS");
  return wanted == nullptr ? 10'000 : std::atoi(wanted);
}

}  // namespace palmkey::core::testing
