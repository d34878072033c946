#include "tests/wiping/remains.hpp"

#include <malloc.h>
#include <sys/mman.h>
#include <ucontext.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>
#include <set>
#include <stdexcept>

namespace palmkey::wiping {
namespace {

// What is searched for while the function runs; nullptr otherwise.
const Secrets* watched = nullptr;
// By their index in Secrets::pieces(). Fixed, for nothing may be allocated while a block is freed.
constexpr std::size_t piece_limit = 256;
bool found_in_heap[piece_limit];

template <class Found>
void search(const Secrets& secrets, const unsigned char* memory, std::size_t size, const Found& found) {
  for (std::size_t at = 0; at + 8 <= size; ++at) {
    std::uint64_t value = 0;
    std::memcpy(&value, memory + at, sizeof value);
    if (value == 0) continue;
    for (std::size_t i = 0; i < secrets.pieces().size(); ++i)
      if (secrets.pieces()[i].value == value) found(i);
  }
}

void look_at_freed(void* block) {
  if (watched == nullptr || block == nullptr) return;
  search(*watched, static_cast<const unsigned char*>(block), malloc_usable_size(block),
         [](std::size_t i) { found_in_heap[i] = true; });
}

// A stack between two contexts, with zeros at first.
class Stack {
 public:
  static constexpr std::size_t size = std::size_t{1} << 20;
  Stack() : memory_(mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)) {
    if (memory_ == MAP_FAILED) throw std::runtime_error("mmap");
  }
  ~Stack() { munmap(memory_, size); }
  Stack(const Stack&) = delete;
  Stack& operator=(const Stack&) = delete;
  void* memory() const { return memory_; }

 private:
  void* memory_;
};

const std::function<void()>* running = nullptr;

void run_function() {
  (*running)();
}

}  // namespace

Secrets& Secrets::bytes(std::string_view name, core::ByteView bytes) {
  for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8) {
    Piece piece{0, std::string(name)};
    std::memcpy(&piece.value, bytes.data() + at, sizeof piece.value);
    if (piece.value != 0) pieces_.push_back(std::move(piece));
  }
  if (pieces_.size() > piece_limit) throw std::length_error("too many secrets");
  return *this;
}

Secrets& Secrets::number(std::string_view name, core::ByteView big_endian) {
  bytes(name, big_endian);
  const core::Bytes reversed(big_endian.rbegin(), big_endian.rend());
  return bytes(name, reversed);
}

std::vector<std::string> remains(const Secrets& secrets, const std::function<void()>& function) {
  const Stack stack;
  ucontext_t caller{};
  ucontext_t callee{};
  getcontext(&callee);
  callee.uc_stack.ss_sp = stack.memory();
  callee.uc_stack.ss_size = Stack::size;
  callee.uc_link = &caller;
  makecontext(&callee, run_function, 0);

  std::fill(std::begin(found_in_heap), std::end(found_in_heap), false);
  running = &function;
  watched = &secrets;
  swapcontext(&caller, &callee);
  watched = nullptr;

  std::set<std::string> found;
  search(secrets, static_cast<const unsigned char*>(stack.memory()), Stack::size,
         [&](std::size_t i) { found.insert(secrets.pieces()[i].name + " on the stack"); });
  for (std::size_t i = 0; i < secrets.pieces().size(); ++i)
    if (found_in_heap[i]) found.insert(secrets.pieces()[i].name + " in a freed block");
  return {found.begin(), found.end()};
}

}  // namespace palmkey::wiping

// The heap of this program, which shows each block that is freed.
void* operator new(std::size_t size) {
  void* block = std::calloc(size, 1);  // or old contents might be found again
  if (block == nullptr) throw std::bad_alloc();
  return block;
}

void operator delete(void* block) noexcept {
  palmkey::wiping::look_at_freed(block);
  std::free(block);
}

void operator delete(void* block, std::size_t) noexcept {
  operator delete(block);
}
