// What happens by chance in tests of hundreds of events: the same in each run, or as PALMKEY_SEED says.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>

#include "tests/core/test_random.hpp"

namespace palmkey::test {

inline std::uint64_t seed_or(std::uint64_t own) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing changes the environment
  const char* given = std::getenv("PALMKEY_SEED");
  return given == nullptr ? own : std::strtoull(given, nullptr, 10);
}

class Chance {
 public:
  explicit Chance(std::uint64_t seed) : random_(seed) {}

  std::size_t below(std::size_t limit) {
    core::ByteArray<4> bytes{};
    EXPECT_TRUE(random_.fill(bytes));
    std::size_t value = 0;
    for (const auto byte : bytes) value = value * 256 + byte;
    return value % limit;
  }
  bool happens_once_in(std::size_t times) { return below(times) == 0; }

 private:
  core::testing::TestRandom random_;
};

}  // namespace palmkey::test
