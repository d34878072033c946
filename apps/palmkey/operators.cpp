// palmkey operator add|list|renew|remove: who decides for the authority. On the vault's host only.
#include <CLI/CLI.hpp>
#include <memory>

#include "apps/palmkey/shell.hpp"
#include "apps/palmkey/vault_access.hpp"
#include "core/activation_code.hpp"
#include "platform/failure.hpp"

namespace palmkey::cli {

namespace {

struct Options {
  std::string configuration, id, name, role;
};
using Command = void (*)(const Output&, const Options&);

void answer_with_link(const Output& output, VaultAccess& vault, const vault::Activation& activation) {
  const std::string link =
      core::activation_link(vault.configuration.base_url, activation.code, vault.descriptor_fingerprint());
  output.answer({{"operatorId", activation.operator_id},
                 {"activationLink", link},
                 {"expiresAt", activation.expires_at}},
                activation.operator_id + "\n" + link + "\n" +
                    output.pick("链接只显示这一次, 请当面交给本人。",
                                "The link is shown this once: hand it to the person yourself."));
}

void add(const Output& output, const Options& options) {
  VaultAccess vault(options.configuration);
  answer_with_link(output, vault, vault.opened.operators().add(options.name, *vault::role_of(options.role)));
}

void renew(const Output& output, const Options& options) {
  VaultAccess vault(options.configuration);
  answer_with_link(output, vault, vault.opened.operators().renew_activation(options.id));
}

void remove(const Output& output, const Options& options) {
  VaultAccess vault(options.configuration);
  vault.opened.operators().deactivate(options.id);
  output.answer({{"operatorId", options.id}}, output.pick("已停用 ", "no longer an operator: ") + options.id);
}

void list(const Output& output, const Options& options) {
  VaultAccess vault(options.configuration);
  json all = json::array();
  std::string text;
  for (const auto& found : vault.opened.operators().list()) {
    const std::string role(vault::name_of(found.role));
    all.push_back({{"operatorId", found.id}, {"name", found.name}, {"role", role}, {"active", found.active}});
    text += found.id + "  " + role + "  " + found.name + "  " +
            (found.active ? output.pick("在用", "active") : output.pick("未启用", "not active")) + "\n";
  }
  output.answer({{"operators", all}}, text);
}

}  // namespace

void add_operators(CLI::App& app, Shell& shell) {
  auto* group = app.add_subcommand(
      "operator", "Who decides for the authority: officers and administrators, known to the vault alone");
  group->require_subcommand(1)->fallthrough();
  const auto options = std::make_shared<Options>();
  const auto command = [&](const char* name, const char* help, Command run) {
    auto* sub = group->add_subcommand(name, help);
    sub->add_option("--config", options->configuration, "vault.toml of the vault")
        ->required()
        ->check(CLI::ExistingFile);
    sub->fallthrough()->callback([&shell, options, run] {
      shell.run = [options, run](const Output& output) { run(output, *options); };
    });
    return sub;
  };
  auto* adding =
      command("add", "Add an operator and show the one-time link that activates their device", add);
  adding->add_option("--name", options->name, "The person's name, as audit log and officers see it")
      ->required();
  adding->add_option("--role", options->role, "acceptance, review, recovery or administrator")
      ->required()
      ->check(CLI::IsMember({"acceptance", "review", "recovery", "administrator"}));
  command("list", "List all operators", list);
  auto* renewing = command(
      "renew", "A new activation link, for another phone; the present device no longer counts", renew);
  renewing->add_option("id", options->id, "Identifier, for example op1")->required();
  auto* removing =
      command("remove", "Deactivate an operator for good; what was decided before stays valid", remove);
  removing->add_option("id", options->id, "Identifier, for example op1")->required();
}

}  // namespace palmkey::cli
