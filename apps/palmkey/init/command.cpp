// palmkey init
#include <CLI/CLI.hpp>
#include <memory>

#include "apps/palmkey/init/set_up.hpp"
#include "apps/palmkey/shell.hpp"

namespace palmkey::cli {

namespace {

constexpr const char* kDescription =
    "Set an authority up: keys, certificates, configuration of vault and front, first operators";
constexpr const char* kFooter =
    "Afterwards start `palmkey-vault --config DATA/vault/vault.toml` and `palmkey-front --config\n"
    "DATA/front/front.toml`, hand each operator their activation link, and publish the two links that "
    "phones\n"
    "scan. Repeating it changes nothing and goes on where a crash stopped it.";

std::string is_origin(const std::string& text) {
  const auto host = text.find("://");
  if (!text.starts_with("https://") && !text.starts_with("http://")) return "expected https://HOST[:PORT]";
  if (text.size() == host + 3 || text.find_first_of("/?# @", host + 3) != std::string::npos)
    return "expected https://HOST[:PORT] without a path";
  return {};
}

std::string is_listen_address(const std::string& text) {
  constexpr int kLargestPort = 65535;
  const auto colon = text.rfind(':');
  const std::string port = colon == std::string::npos ? std::string() : text.substr(colon + 1);
  const bool digits =
      !port.empty() && port.size() <= 5 && port.find_first_not_of("0123456789") == std::string::npos;
  if (colon == 0 || !digits || std::stoi(port) < 1 || std::stoi(port) > kLargestPort)
    return "expected HOST:PORT";
  return {};
}

std::string text_of(const Output& output, const json& answer) {
  std::string text = output.pick("手机配置        ", "configures phones  ") +
                     answer.at("configurationLink").get<std::string>() + "\n" +
                     output.pick("自助业务办理    ", "opens the service  ") +
                     answer.at("entryLink").get<std::string>() + "\n";
  for (const auto& person : answer.at("operators"))
    text += person.value("operatorId", std::string()) + "  " + person.value("role", std::string()) + "  " +
            person.value("name", std::string()) + "  " +
            person.value("activationLink", output.pick("已激活", "has a device")) + "\n";
  if (answer.contains("relyingParty"))
    text += "client id " + answer["relyingParty"].value("clientId", std::string()) + ", client secret " +
            answer["relyingParty"].value("clientSecret", std::string()) + "\n";
  return text;
}

}  // namespace

void add_init(CLI::App& app, Shell& shell) {
  auto* command = app.add_subcommand("init", kDescription);
  command->footer(kFooter);
  const auto options = std::make_shared<InitOptions>();
  command->add_option("--data", options->data, "Folder that everything is kept in (made, for the owner only)")
      ->required();
  command
      ->add_option("--base-url", options->base_url,
                   "https://HOST[:PORT] at which phones and browsers reach the front")
      ->required()
      ->check(is_origin);
  command->add_option("--listen", options->listen, "HOST:PORT on which the front listens")
      ->required()
      ->check(is_listen_address);
  command
      ->add_option("--tls-certificate", options->tls_certificate, "PEM file, the certificate and its chain")
      ->required()
      ->check(CLI::ExistingFile);
  command->add_option("--tls-key", options->tls_key, "PEM file, the certificate's private key")
      ->required()
      ->check(CLI::ExistingFile);
  command->add_option("--catalogue", options->catalogue, "Folder of the services offered; copied")
      ->required()
      ->check(CLI::ExistingDirectory);
  command
      ->add_option("--organization", options->organization, "Name of the authority, in its certificates too")
      ->capture_default_str();
  command->add_option("--database", options->database,
                      "The front's database, for example \"postgresql:dbname=palmkey\"; SQLite below DATA "
                      "otherwise");
  command->add_option("--simulators", options->simulators, "front.toml written by the simulators of others")
      ->check(CLI::ExistingFile);
  command
      ->add_option("--web", options->web,
                   "Folder with the builds of the web applications (phone/dist, console/dist), to be served")
      ->check(CLI::ExistingDirectory);
  command->add_option("--portal", options->portal, "Origin of the demonstration site, to register it")
      ->check(is_origin);
  command->add_flag("--demonstration", options->demonstration,
                    "Keep the answer in DATA/demonstration.json, and let headless phones read captchas");
  command->fallthrough()->callback([&shell, options] {
    shell.run = [options](const Output& output) {
      const json answer = set_up(*options);
      output.answer(answer, text_of(output, answer));
    };
  });
}

}  // namespace palmkey::cli
