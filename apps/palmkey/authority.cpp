// palmkey audit verify, palmkey ca export: what can be checked of a vault without any of its keys.
#include <CLI/CLI.hpp>
#include <memory>

#include "apps/palmkey/shell.hpp"
#include "apps/palmkey/vault_access.hpp"
#include "core/encoding.hpp"
#include "pki/pem.hpp"
#include "platform/failure.hpp"
#include "platform/files.hpp"
#include "vault/audit/audit_log.hpp"
#include "vault/authority/authority.hpp"

namespace palmkey::cli {

namespace {

void verify_audit(const Output& output, const std::string& configuration) {
  const auto database = open_vault_database(configuration);
  const auto verdict = vault::verify_audit(*database);
  if (verdict.first_bad) throw platform::Failure("audit_broken", 409, {}, {{"number", *verdict.first_bad}});
  const std::string head = core::to_hex(verdict.head);
  output.answer({{"entries", verdict.count}, {"head", head}},
                output.pick("审计日志完好", "the audit log is whole") + ": " + std::to_string(verdict.count) +
                    output.pick(" 条, 末尾摘要 ", " entries, head ") + head);
}

void export_chain(const Output& output, const std::string& configuration,
                  const std::filesystem::path& folder) {
  const auto database = open_vault_database(configuration);
  const auto chain = vault::export_chain(*database);
  const std::string root = pki::encode_pem(pki::pem_label::certificate, chain.root);
  const std::string issuing = pki::encode_pem(pki::pem_label::certificate, chain.issuing);
  std::filesystem::create_directories(folder);
  constexpr unsigned kPublic = 0644;
  json files = json::object();
  const auto write = [&](const char* name, const std::string& pem) {
    const auto path = folder / (std::string(name) + ".pem");
    platform::write_file(path, core::as_bytes(pem), kPublic);
    files[name] = path.string();
  };
  write("root", root);
  write("issuing", issuing);
  write("chain", issuing + root);
  output.answer({{"files", files}}, output.pick("已导出到 ", "exported to ") + folder.string() +
                                        ": root.pem, issuing.pem, chain.pem");
}

}  // namespace

void add_audit(CLI::App& app, Shell& shell) {
  auto* audit = app.add_subcommand("audit", "The vault's append-only log");
  audit->require_subcommand(1)->fallthrough();
  auto* verify = audit->add_subcommand(
      "verify", "Recompute the log's hash chain; says the first entry that was changed, if there is one");
  const auto configuration = std::make_shared<std::string>();
  verify->add_option("--config", *configuration, "vault.toml of the vault")
      ->required()
      ->check(CLI::ExistingFile);
  verify->fallthrough()->callback([&shell, configuration] {
    shell.run = [configuration](const Output& output) { verify_audit(output, *configuration); };
  });
}

void add_authority(CLI::App& app, Shell& shell) {
  auto* authority = app.add_subcommand("ca", "The authority's certificates");
  authority->require_subcommand(1)->fallthrough();
  auto* command = authority->add_subcommand(
      "export",
      "Write root.pem, issuing.pem and chain.pem, for those who verify certificates of this authority");
  struct Options {
    std::string configuration, folder;
  };
  const auto options = std::make_shared<Options>();
  command->add_option("--config", options->configuration, "vault.toml of the vault")
      ->required()
      ->check(CLI::ExistingFile);
  command->add_option("--output", options->folder, "Folder to write to; made if it is missing")->required();
  command->fallthrough()->callback([&shell, options] {
    shell.run = [options](const Output& output) {
      export_chain(output, options->configuration, options->folder);
    };
  });
}

}  // namespace palmkey::cli
