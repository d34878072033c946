#include "tests/constant_time/marks.hpp"

#include <valgrind/memcheck.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "core/declare_public.hpp"

namespace palmkey {
namespace {

unsigned long seen = 0;

void unmark(const void* memory, std::size_t size) {
  std::vector<unsigned char> marks(size);
  VALGRIND_GET_VBITS(memory, marks.data(), size);
  if (std::any_of(marks.begin(), marks.end(), [](unsigned char mark) { return mark != 0; })) ++seen;
  VALGRIND_MAKE_MEM_DEFINED(memory, size);
}

}  // namespace

// In place of core's, which does nothing.
void core::declare_public(const void* memory, std::size_t size) {
  unmark(memory, size);
}

namespace constant_time {

void mark_secret(const void* memory, std::size_t size) {
  VALGRIND_MAKE_MEM_UNDEFINED(memory, size);
}

void take_result(const void* memory, std::size_t size) {
  unmark(memory, size);
}

void give_up(std::string_view what) {
  std::fprintf(stderr, "%.*s\n", static_cast<int>(what.size()), what.data());
  std::exit(2);
}

unsigned long marked_values_seen() {
  return seen;
}

// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
core::Result<void> MarkedRandom::fill(core::MutableByteView out) {
  for (auto& byte : out) {
    state_ += 0x9e3779b97f4a7c15;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    byte = static_cast<std::uint8_t>(z ^ (z >> 31));
  }
  mark_secret(out.data(), out.size());
  return {};
}

}  // namespace constant_time
}  // namespace palmkey
