// Where a value computed from secrets becomes public. Each call has its reason beside it; together they are
// all that an observer of time and memory accesses may learn of a secret.
#pragma once

#include <cstddef>

namespace palmkey::core {

// Does nothing. tests/constant_time, which runs core with its secrets marked, links another in its place that
// takes the mark off these bytes.
void declare_public(const void* memory, std::size_t size);

inline bool public_answer(bool answer) {
  declare_public(&answer, sizeof answer);
  return answer;
}

}  // namespace palmkey::core
