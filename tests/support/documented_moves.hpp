// A table of states as docs/ has it: rows of event, who, from and to, where `from` may name several states.
#pragma once

#include <filesystem>
#include <set>
#include <string>

namespace palmkey::test {

struct DocumentedMove {
  std::string from, event, to;
  auto operator<=>(const DocumentedMove&) const = default;
};

// Of the first table below this heading ("States of a key"); `file` is relative to the repository's folder,
// where tests run. "The same" stands for the state that the move began in; what follows a comma in `to` is a
// remark. std::runtime_error if there is no such table.
std::set<DocumentedMove> documented_moves(const std::filesystem::path& file, const std::string& heading);

}  // namespace palmkey::test
