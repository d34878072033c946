// palmkey qr TEXT
#include <CLI/CLI.hpp>
#include <memory>

#include "apps/palmkey/shell.hpp"
#include "documents/qr_code.hpp"
#include "platform/failure.hpp"

namespace palmkey::cli {

void add_qr(CLI::App& app, Shell& shell) {
  auto* command =
      app.add_subcommand("qr", "Draw a text as QR code with block characters, for a phone to scan");
  const auto text = std::make_shared<std::string>();
  command->add_option("text", *text, "What the code says, for example a link")->required();
  command->callback([&shell, text] {
    shell.run = [text](const Output& output) {
      const auto drawn =
          platform::value_or_throw(documents::qr_terminal(*text, documents::QrCorrection::low), "text");
      output.answer({{"text", *text}, {"qr", drawn}}, drawn);
    };
  });
}

}  // namespace palmkey::cli
