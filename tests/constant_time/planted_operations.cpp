#include <cstring>

#include "tests/constant_time/marks.hpp"
#include "tests/constant_time/operations.hpp"

namespace palmkey::constant_time {
namespace {

using namespace core;

volatile std::uint64_t sink = 0;

Secret bytes() {
  Secret made(32);
  for (std::size_t i = 0; i < made.size(); ++i) made.mutable_view()[i] = static_cast<std::uint8_t>(i * 7);
  secret(made);
  return made;
}

void branch() {
  const Secret key = bytes();
  if ((key.view()[0] & 1) != 0) sink = sink + 1;
}

void index() {
  static const ByteArray<256> table{1, 2, 3};
  const Secret key = bytes();
  sink = sink + table[key.view()[3]];
}

void comparison() {
  const Secret a = bytes();
  const Secret b = bytes();
  if (std::memcmp(a.view().data(), b.view().data(), a.size()) == 0) sink = sink + 1;
}

// Where the time of a division depends on its numbers.
void division() {
  const Secret key = bytes();
  std::uint64_t number = 0;
  std::memcpy(&number, key.view().data(), sizeof number);
  const std::uint64_t divisor = sink + 12345;
  const std::uint64_t remainder = number % divisor;
  take_result(remainder);
}

void early_end() {
  const Secret a = bytes();
  const Secret b = bytes();
  std::size_t equal = 0;
  while (equal < a.size() && a.view()[equal] == b.view()[equal]) ++equal;
  sink = sink + equal;
}

}  // namespace

std::vector<Operation> planted_operations() {
  return {{"branch", branch},
          {"index", index},
          {"memcmp", comparison},
          {"division", division},
          {"early end", early_end}};
}

}  // namespace palmkey::constant_time
