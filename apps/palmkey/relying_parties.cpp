// palmkey relying-party add|list|remove: sites where people sign in. On the vault's host only.
#include <CLI/CLI.hpp>
#include <memory>

#include "apps/palmkey/secrets.hpp"
#include "apps/palmkey/shell.hpp"
#include "apps/palmkey/vault_access.hpp"

namespace palmkey::cli {

namespace {

struct Options {
  std::string configuration;
  vault::RelyingParty party;
  bool is_public = false;
};
using Command = void (*)(const Output&, const Options&);

void add(const Output& output, const Options& options) {
  VaultAccess vault(options.configuration);
  const std::string secret = options.is_public ? std::string() : random_text(vault.opened.resources().random);
  vault.opened.relying_parties().add(options.party, secret);
  json answer{{"clientId", options.party.client_id}};
  std::string text = "client id      " + options.party.client_id + "\n";
  if (!secret.empty()) {
    answer["clientSecret"] = secret;
    text += "client secret  " + secret + "\n" +
            output.pick("密码只显示这一次。", "The secret is shown this once.");
  }
  output.answer(answer, text);
}

void remove(const Output& output, const Options& options) {
  VaultAccess vault(options.configuration);
  vault.opened.relying_parties().remove(options.party.client_id);
  output.answer({{"clientId", options.party.client_id}},
                output.pick("已移除 ", "removed: ") + options.party.client_id);
}

void list(const Output& output, const Options& options) {
  VaultAccess vault(options.configuration);
  json all = json::array();
  std::string text;
  for (const auto& party : vault.opened.relying_parties().list()) {
    all.push_back({{"clientId", party.client_id},
                   {"name", party.name},
                   {"origin", party.origin},
                   {"redirectUris", party.redirect_uris},
                   {"certificatesPerAccount", party.certificates_per_account},
                   {"idTokenAlgorithm", party.token_algorithm}});
    text += party.client_id + "  " + party.name + "  " + party.origin + "\n";
  }
  output.answer({{"relyingParties", all}}, text);
}

}  // namespace

void add_relying_parties(CLI::App& app, Shell& shell) {
  auto* group = app.add_subcommand("relying-party", "Sites where people sign in with their certificates");
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
  auto& party = options->party;
  auto* adding = command("add", "Register a site and show its client secret", add);
  adding->add_option("client-id", party.client_id, "Of a-z, 0-9 and -; never given twice")->required();
  adding->add_option("--name", party.name, "What phones show")->required();
  adding->add_option("--origin", party.origin, "https://host[:port] of the site, shown on phones")
      ->required();
  adding->add_option("--redirect", party.redirect_uris, "Where sign-ins return to, exactly; may be repeated")
      ->required();
  adding
      ->add_option("--certificates-per-account", party.certificates_per_account,
                   "How many may be bound to one")
      ->check(CLI::Range(1, 100));
  adding->add_option("--id-token-algorithm", party.token_algorithm, "ES256 or RS256")
      ->check(CLI::IsMember({"ES256", "RS256"}));
  adding->add_flag("--public", options->is_public,
                   "A client that can keep no secret; PKCE alone protects it");
  command("list", "List all sites", list);
  auto* removing = command("remove", "Remove a site; its client id stays taken", remove);
  removing->add_option("client-id", party.client_id, "The site's client id")->required();
}

}  // namespace palmkey::cli
