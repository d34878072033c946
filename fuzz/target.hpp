// What the fuzzing targets share. A target reads one input of any bytes and ends the program if something
// holds that must not: it proves more than that nothing crashes.
#pragma once

#include <cstdlib>

#include "core/bytes.hpp"
#include "tests/core/test_random.hpp"

namespace palmkey::fuzz {

inline void require(bool holds) {
  if (!holds) std::abort();
}

inline bool equal(core::ByteView a, core::ByteView b) {
  return core::Bytes(a.begin(), a.end()) == core::Bytes(b.begin(), b.end());
}

// Takes the first byte off as a choice among `count`, 0 for an empty input.
inline std::size_t choose(core::ByteView& input, std::size_t count) {
  if (input.empty()) return 0;
  const std::size_t choice = input[0] % count;
  input = input.subspan(1);
  return choice;
}

void run(core::ByteView input);  // the target's own

}  // namespace palmkey::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  palmkey::fuzz::run({data, size});
  return 0;
}
