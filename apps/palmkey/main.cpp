// palmkey: sets an authority up, looks after its vault, and stands in for phones and officers' devices.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>

#include "apps/palmkey/shell.hpp"
#include "platform/log.hpp"
#include "platform/process.hpp"

namespace {

using palmkey::cli::Output;
using palmkey::cli::Shell;

constexpr int kFailed = 1;
constexpr int kUsage = 2;

constexpr const char* kDescription =
    "PalmKey's command line.\n"
    "\n"
    "  init, qr                     set an authority up\n"
    "  operator, relying-party      who may decide, who may rely: on the vault's host\n"
    "  audit, ca                    verify the vault's log, export its certificates\n"
    "  device                       a phone without a screen: apply, install, sign in\n"
    "  officer                      an officer's device: accept, review, reject\n"
    "  verify                       what the signatures of a PDF file are worth\n"
    "  open-enveloped-key           open an encryption key that recovery agents have handed over\n"
    "\n"
    "`palmkey COMMAND --help` explains a command. Exit status: 0 done, 1 refused or failed, 2 not "
    "understood.";

void add_all(CLI::App& app, Shell& shell) {
  app.fallthrough();
  app.require_subcommand(1);
  app.add_flag("--json", shell.as_json, "Answer with one line of JSON; errors too, as {code, message, ...}");
  app.add_option("--language", shell.language, "zh-CN or en; otherwise as LANG says")
      ->check(CLI::IsMember({"zh-CN", "en"}));
  palmkey::cli::add_init(app, shell);
  palmkey::cli::add_qr(app, shell);
  palmkey::cli::add_audit(app, shell);
  palmkey::cli::add_authority(app, shell);
  palmkey::cli::add_operators(app, shell);
  palmkey::cli::add_relying_parties(app, shell);
  palmkey::cli::add_device(app, shell);
  palmkey::cli::add_officer(app, shell);
  palmkey::cli::add_verify(app, shell);
  palmkey::cli::add_enveloped_key(app, shell);
}

}  // namespace

int main(int argc, char** argv) {
  palmkey::platform::harden_process();
  palmkey::cli::register_cli_messages();
  CLI::App app(kDescription, "palmkey");
  Shell shell;
  add_all(app, shell);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp& help) {
    return app.exit(help);
  } catch (const CLI::ParseError& error) {
    // The parser may have stopped before it came to --json.
    const bool as_json =
        std::any_of(argv, argv + argc, [](const char* w) { return std::string_view(w) == "--json"; });
    Output(as_json, palmkey::cli::choose_language("")).usage_error(error.what());
    return kUsage;
  }
  const Output output(shell.as_json, palmkey::cli::choose_language(shell.language));
  try {
    shell.run(output);
    return 0;
  } catch (...) {
    output.failure(std::current_exception());
    return kFailed;
  }
}
