#include "core/secret.hpp"

#include <cstring>

namespace palmkey::core {

void wipe(void* memory, std::size_t size) {
  if (size == 0) return;
  std::memset(memory, 0, size);
  // Pretends to read the memory, so that the zeros have to be there.
  asm volatile("" : : "r"(memory) : "memory");
}

[[gnu::noinline]] void wipe_dead_stack() {
  char memory[1024];
  wipe(memory, sizeof(memory));
}

}  // namespace palmkey::core
