// What a piece of code leaves of its secrets in memory that it has given back: in freed blocks of the heap
// and in the stack below its caller.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.hpp"

namespace palmkey::wiping {

// A secret by its bytes. Any eight of them in a row, beginning at a multiple of eight, count as a remainder:
// a limb. Numbers count in both orders, as their bytes and as their limbs.
class Secrets {
 public:
  Secrets& bytes(std::string_view name, core::ByteView bytes);
  Secrets& number(std::string_view name, core::ByteView big_endian);

  struct Piece {
    std::uint64_t value;
    std::string name;
  };
  const std::vector<Piece>& pieces() const { return pieces_; }

 private:
  std::vector<Piece> pieces_;
};

// Runs the function on a stack of its own and with every block of the heap looked at when it is freed. Says
// what was found, each once: "d1 on the stack", "d1 in a freed block". Not for several threads.
std::vector<std::string> remains(const Secrets& secrets, const std::function<void()>& function);

}  // namespace palmkey::wiping
