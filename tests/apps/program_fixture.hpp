// Runs `palmkey` as people and scripts do.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace palmkey::test {

struct Ran {
  int status = 0;      // exit status, or 128 + the signal
  std::string output;  // standard output
  std::string errors;  // standard error
  // The last line of the output; a null value if it is not JSON.
  nlohmann::json json() const;
};

// Standard input is empty, there is no terminal, and the language is English unless `environment` says
// otherwise.
Ran run_palmkey(const std::vector<std::string>& words, const std::vector<std::string>& environment = {});

}  // namespace palmkey::test
