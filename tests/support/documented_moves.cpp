#include "tests/support/documented_moves.hpp"

#include <fstream>
#include <stdexcept>
#include <vector>

namespace palmkey::test {
namespace {

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" `");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" `") - first + 1);
}

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (auto end = text.find(at); end != std::string::npos; begin = end + 1, end = text.find(at, begin))
    parts.push_back(trimmed(text.substr(begin, end - begin)));
  parts.push_back(trimmed(text.substr(begin)));
  return parts;
}

}  // namespace

std::set<DocumentedMove> documented_moves(const std::filesystem::path& file, const std::string& heading) {
  std::ifstream lines(file);
  std::set<DocumentedMove> moves;
  bool is_below = false;
  int row = 0;
  for (std::string line; std::getline(lines, line);) {
    is_below = is_below || (line.starts_with("#") && line.ends_with(" " + heading));
    if (!is_below) continue;
    if (!line.starts_with("|")) {
      if (row > 0) break;
      continue;
    }
    if (++row <= 2) continue;  // the names of the columns, and the line below
    const auto cells = split(line, '|');
    const auto to = split(cells.at(4), ',').front();
    for (const auto& from : split(cells.at(3), ','))
      moves.insert({from, cells.at(1), to == "the same" ? from : to});
  }
  if (moves.empty()) throw std::runtime_error(file.string() + " has no table below: " + heading);
  return moves;
}

}  // namespace palmkey::test
