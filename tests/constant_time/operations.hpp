// The operations of core that work with secrets, each run once with its secrets marked.
#pragma once

#include <string_view>
#include <vector>

namespace palmkey::constant_time {

struct Operation {
  std::string_view name;
  void (*run)();
};

std::vector<Operation> curve_operations();
std::vector<Operation> split_key_operations();
std::vector<Operation> symmetric_operations();
std::vector<Operation> message_operations();

// Not of core: each tells its secret to who watches time or memory, and has to be found.
std::vector<Operation> planted_operations();

}  // namespace palmkey::constant_time
