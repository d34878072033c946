#include "apps/palmkey/init/set_up.hpp"

#include <algorithm>
#include <array>

#include "apps/palmkey/init/front_files.hpp"
#include "apps/palmkey/secrets.hpp"
#include "apps/palmkey/vault_access.hpp"
#include "core/activation_code.hpp"
#include "platform/failure.hpp"
#include "platform/files.hpp"
#include "platform/key_wrap.hpp"
#include "platform/random.hpp"

namespace palmkey::cli {

namespace {

constexpr std::size_t kLargestFile = std::size_t{1024} * 1024;
constexpr std::string_view kPortalClient = "demonstration-portal";

struct FirstOperator {
  std::string_view name;
  vault::Role role;
};
constexpr std::array kFirstOperators{FirstOperator{"受理员甲", vault::Role::acceptance},
                                     FirstOperator{"复查员乙", vault::Role::review},
                                     FirstOperator{"管理员丙", vault::Role::administrator},
                                     FirstOperator{"管理员丁", vault::Role::administrator},
                                     FirstOperator{"恢复员戊", vault::Role::recovery},
                                     FirstOperator{"恢复员己", vault::Role::recovery}};

json read_json(const std::filesystem::path& path) {
  return json::parse(core::as_text(platform::read_file(path, kLargestFile)));
}

void write_json(const std::filesystem::path& path, const json& value) {
  platform::write_file(path, core::as_bytes(value.dump(2) + "\n"));
}

void make_private_folder(const std::filesystem::path& path) {
  std::filesystem::create_directories(path);
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
}

// The values that later runs must repeat, and the secret of the demonstration site: kept before anything is
// made from them, so that a crash can't leave a site whose secret nobody knows.
json kept_setup(const InitOptions& options, const Layout& layout) {
  json wanted{{"baseUrl", options.base_url},
              {"listen", options.listen},
              {"portal", options.portal},
              {"database", options.database},
              {"organization", options.organization},
              {"demonstration", options.demonstration}};
  if (!std::filesystem::exists(layout.setup_file())) {
    platform::SystemRandom random;
    wanted["portalSecret"] = random_text(random);
    write_json(layout.setup_file(), wanted);
    return wanted;
  }
  json kept = read_json(layout.setup_file());
  for (const auto& [name, value] : wanted.items())
    if (kept.value(name, json()) != value) throw platform::Failure("setup_conflict", 409, name);
  return kept;
}

std::string vault_toml(const InitOptions& options) {
  const auto entry = [](const char* key, const std::string& value) {
    return std::string(key) + " = " + toml_string(value) + "\n";
  };
  return "# Written by palmkey init. docs/operations.md explains every key.\n\n[database]\n" +
         entry("connection", "sqlite:vault.db") + "\n[key_encryption]\n" +
         entry("file", "key-encryption.key") + "\n[listen]\n" + entry("address", "unix:vault.sock") +
         "\n[platform]\n" + entry("name", options.organization) + entry("base_url", options.base_url) +
         "\n[authority]\n" + entry("country", "CN") + entry("organization", options.organization) +
         entry("root", options.organization + "根证书") +
         entry("issuing", options.organization + "签发证书") + "\n[[profile]]\n" + entry("name", "person") +
         entry("identity", "salted-hash");
}

// The front's key file, whole or not there. A lost one is not replaced: a fresh one would open nothing.
void keep_data_key(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / "data.key";
  if (std::filesystem::exists(path)) return;
  if (std::filesystem::exists(folder / "front.db"))
    throw platform::Failure("key_file_missing", 500, "data.key");
  const std::filesystem::path half = folder / "data.key.half";
  std::filesystem::remove(half);
  platform::SystemRandom random;
  platform::KeyWrap::create_key_file(half, random);
  std::filesystem::rename(half, path);
}

void keep_file(const std::filesystem::path& path, const std::string& text) {
  if (!std::filesystem::exists(path)) platform::write_file(path, core::as_bytes(text));
}

// The first operators, with a link for those who have no device yet.
json keep_operators(VaultAccess& vault, const std::string& base_url, const std::string& fingerprint) {
  const auto present = vault.opened.operators().list();
  json all = json::array();
  for (const auto& wanted : kFirstOperators) {
    const auto found = std::find_if(present.begin(), present.end(), [&](const vault::Operator& person) {
      return person.name == wanted.name && person.role == wanted.role;
    });
    json described{{"name", wanted.name}, {"role", vault::name_of(wanted.role)}};
    if (found != present.end() && found->active) {
      described["operatorId"] = found->id;
    } else {
      const auto activation = found == present.end() ? vault.opened.operators().add(wanted.name, wanted.role)
                                                     : vault.opened.operators().renew_activation(found->id);
      described["operatorId"] = activation.operator_id;
      described["activationLink"] = core::activation_link(base_url, activation.code, fingerprint);
    }
    all.push_back(described);
  }
  return all;
}

json keep_portal(VaultAccess& vault, const std::string& origin, const std::string& secret) {
  const auto present = vault.opened.relying_parties().list();
  const bool known = std::any_of(present.begin(), present.end(),
                                 [](const auto& party) { return party.client_id == kPortalClient; });
  if (!known) {
    vault::RelyingParty party;
    party.client_id = kPortalClient;
    party.name = "示范省政府采购网";
    party.origin = origin;
    party.redirect_uris = {origin + "/callback"};
    vault.opened.relying_parties().add(party, secret);
  }
  return {{"clientId", kPortalClient}, {"clientSecret", secret}};
}

}  // namespace

json set_up(const InitOptions& options) {
  const Layout layout(std::filesystem::absolute(options.data));
  const Service service = first_service(options.catalogue);
  make_private_folder(layout.data);
  const json setup = kept_setup(options, layout);
  if (std::filesystem::exists(layout.demonstration_file())) return read_json(layout.demonstration_file());

  make_private_folder(layout.vault());
  keep_file(layout.vault() / "vault.toml", vault_toml(options));
  make_private_folder(layout.front());
  make_private_folder(layout.front() / "attachments");
  keep_data_key(layout.front());
  copy_catalogue(options.catalogue, layout.front() / "catalogue");
  keep_file(layout.front() / "front.toml", front_toml(options));

  initialise_vault(layout.vault() / "vault.toml");
  VaultAccess vault(layout.vault() / "vault.toml");
  const std::string fingerprint = vault.descriptor_fingerprint();
  json answer{{"baseUrl", options.base_url},
              {"configurationLink", options.base_url + "/c?d=" + fingerprint},
              {"entryLink", options.base_url + "/e?s=" + service.id},
              {"service", service.name},
              {"operators", keep_operators(vault, options.base_url, fingerprint)},
              {"vaultConfiguration", (layout.vault() / "vault.toml").string()},
              {"frontConfiguration", (layout.front() / "front.toml").string()}};
  if (!options.portal.empty())
    answer["relyingParty"] = keep_portal(vault, options.portal, setup.at("portalSecret"));
  if (options.demonstration) write_json(layout.demonstration_file(), answer);
  return answer;
}

}  // namespace palmkey::cli
