// palmkey-vault: the process that holds the authority's keys and the vault's halves of the subscribers' keys.
#include <termios.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <iostream>
#include <string>

#include "platform/process.hpp"
#include "vault/housekeeping.hpp"
#include "vault/running_vault.hpp"
#include "vault/service.hpp"

namespace {

namespace core = palmkey::core;
namespace platform = palmkey::platform;
namespace vault = palmkey::vault;

// Reads one line from standard input, without showing it if that is a terminal.
core::Secret ask_passphrase() {
  termios before{};
  const bool terminal = ::tcgetattr(STDIN_FILENO, &before) == 0;
  if (terminal) {
    std::fputs("Passphrase of the key-encryption key: ", stderr);
    termios silent = before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  std::string line;
  std::getline(std::cin, line);
  if (terminal) {
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    std::fputs("\n", stderr);
  }
  auto passphrase = core::Secret::copy_of(core::as_bytes(line));
  core::wipe(line.data(), line.size());
  return passphrase;
}

void serve(const std::string& path) {
  const auto configuration = vault::load_configuration(path);
  const vault::RunningVault running(configuration, ask_passphrase);
  const vault::VaultServer server(running.vault());
  const vault::Housekeeping housekeeping(running.vault());
  std::cout << "ready " << configuration.listen << std::endl;
  platform::wait_for_stop();
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "Serves the vault: certificates, sign-in tokens and co-signing, to the front only.\n"
      "Listens on a Unix socket or with mutual TLS; prints \"ready ADDRESS\" when it does; SIGTERM ends it.\n"
      "Where the configuration names a passphrase instead of a key file, it is read from standard input."};
  std::string configuration;
  app.add_option("--config", configuration, "vault.toml, as described in docs/operations.md")
      ->required()
      ->check(CLI::ExistingFile);
  CLI11_PARSE(app, argc, argv);

  platform::harden_process();
  platform::catch_stop_signals();
  try {
    serve(configuration);
  } catch (const std::exception& error) {
    std::cerr << "palmkey-vault: " << error.what() << "\n";
    return 1;
  }
  return 0;
}
