#include "apps/palmkey/init/front_files.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "platform/config.hpp"
#include "platform/failure.hpp"
#include "platform/files.hpp"

namespace palmkey::cli {

namespace {

constexpr std::size_t kLargestConfiguration = std::size_t{1024} * 1024;

std::string line(const std::string& key, const std::string& value) {
  return key + " = " + toml_string(value) + "\n";
}

std::string loopback(const nlohmann::json& simulators, const char* name) {
  return "http://127.0.0.1:" + std::to_string(simulators.at(name).at("port").get<int>());
}

// Where each of the simulators is to be reached, as lines for the table of the front that talks to it.
std::string address_lines(const std::string& table, const nlohmann::json& simulators) {
  if (table == "payment.wechat") return line("base_url", loopback(simulators, "wechat"));
  if (table == "sms.aliyun") return line("base_url", loopback(simulators, "sms"));
  if (table == "invoice.platform") return line("base_url", loopback(simulators, "invoice"));
  if (table == "mail.smtp")
    return line("host", "127.0.0.1") +
           "port = " + std::to_string(simulators.at("smtp").at("port").get<int>()) + "\n" +
           line("security", "starttls");
  return {};
}

// What the front says of the authority itself in mails and invoices.
std::string business_lines(const std::string& business, const std::string& organization) {
  if (business == "mail") return line("from_address", "notice@ca.example") + line("from_name", organization);
  if (business == "invoice")
    return line("seller_name", organization) + line("seller_tax_number", "91110000100000008J") +
           line("drawer", "李示范") + "tax_rate = 600  # hundredths of a percent\n";
  return {};
}

// The tables that the simulators wrote for a front, and their addresses from simulators.json beside that
// file.
std::string simulator_tables(const std::filesystem::path& file, const std::string& organization) {
  const auto described = platform::Config::load(file);
  const auto simulators = nlohmann::json::parse(
      core::as_text(platform::read_file(file.parent_path() / "simulators.json", kLargestConfiguration)));
  std::string text;
  for (const auto& business : described.keys()) {
    const auto outer = described.table(business);
    text += "\n[" + business + "]\n" + business_lines(business, organization);
    for (const auto& provider : outer.keys()) {
      const auto inner = outer.table(provider);
      std::string table = business;
      table.append(".").append(provider);
      text += "\n[" + table + "]\n" + address_lines(table, simulators);
      for (const auto& key : inner.keys()) text += line(key, inner.string(key));
    }
  }
  return text;
}

}  // namespace

std::string toml_string(const std::string& value) {
  // JSON's escapes are a subset of TOML's.
  return nlohmann::json(value).dump();
}

std::string front_toml(const InitOptions& options) {
  const auto colon = options.listen.rfind(':');
  const auto absolute = [](const std::string& path) { return std::filesystem::absolute(path).string(); };
  std::string text = "# Written by palmkey init. docs/operations.md explains every key.\n\n[http]\n";
  text += line("base_url", options.base_url) + line("address", options.listen.substr(0, colon)) +
          "port = " + options.listen.substr(colon + 1) + "\n";
  text += line("certificate_file", absolute(options.tls_certificate)) +
          line("private_key_file", absolute(options.tls_key));
  text += "\n[storage]\n" +
          line("database", options.database.empty() ? "sqlite:front.db" : options.database) +
          line("data_key_file", "data.key") + line("attachments_folder", "attachments") +
          line("catalogue_folder", "catalogue");
  text += "\n[vault]\n" + line("endpoint", "unix:../vault/vault.sock");
  if (!options.web.empty()) text += "\n[web]\n" + line("folder", absolute(options.web));
  if (options.demonstration)
    text += "\n# For demonstrations only: so that a headless phone can answer captchas.\n[demonstration]\n" +
            line("captcha_answers_file", "captcha-answers.jsonl");
  if (!options.simulators.empty())
    text += simulator_tables(std::filesystem::absolute(options.simulators), options.organization);
  return text;
}

Service first_service(const std::filesystem::path& catalogue) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(catalogue))
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  if (files.empty()) throw platform::Failure("catalogue_empty", 422, "catalogue");
  const auto service = platform::Config::load(*std::min_element(files.begin(), files.end()));
  return {service.string("id"), service.string("name")};
}

void copy_catalogue(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (std::filesystem::exists(to)) return;
  const std::filesystem::path half = to.string() + ".half";
  std::filesystem::remove_all(half);
  std::filesystem::copy(from, half, std::filesystem::copy_options::recursive);
  std::filesystem::rename(half, to);
}

}  // namespace palmkey::cli
