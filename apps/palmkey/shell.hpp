// How sub-commands hook into the parser: each leaves the one function that the program then runs.
#pragma once

#include <functional>
#include <string>

#include "apps/palmkey/output.hpp"

namespace CLI {
class App;
}

namespace palmkey::cli {

struct Shell {
  bool as_json = false;
  std::string language;
  std::function<void(const Output&)> run;
};

// Each adds its sub-commands below `app`. Shell and app live as long as the program.
void add_init(CLI::App& app, Shell& shell);
void add_qr(CLI::App& app, Shell& shell);
void add_audit(CLI::App& app, Shell& shell);
void add_authority(CLI::App& app, Shell& shell);
void add_operators(CLI::App& app, Shell& shell);
void add_relying_parties(CLI::App& app, Shell& shell);
void add_device(CLI::App& app, Shell& shell);
void add_officer(CLI::App& app, Shell& shell);
void add_verify(CLI::App& app, Shell& shell);
void add_enveloped_key(CLI::App& app, Shell& shell);

// The sentences of the codes that this program itself fails with.
void register_cli_messages();

}  // namespace palmkey::cli
