#include "tests/front/simulators_fixture.hpp"

#include <algorithm>
#include <stdexcept>

#include "platform/http_client.hpp"

namespace palmkey::test {

using nlohmann::json;

Simulators::Simulators() {
  const std::string path = folder_.path().string();
  ChildProcess init({"node", "web/simulators/dist/main.js", "--init", path});
  if (init.wait() != 0) throw std::runtime_error("build the web programs first: scripts/build");
  process_ = std::make_unique<ChildProcess>(
      std::vector<std::string>{"node", "web/simulators/dist/main.js", "--config", path + "/simulators.json"});
  ports_ = json::parse(process_->read_line());
}

platform::Config Simulators::configuration() const {
  const auto in_folder = [&](const char* name) { return (folder_.path() / name).string(); };
  return configured(in_folder("sms.secret"), in_folder("invoice.secret"));
}

platform::Config Simulators::configuration_with_wrong_secrets() const {
  const auto file = folder_.path() / "wrong.secret";
  platform::write_file(file, core::as_bytes("not the secret\n"));
  return configured(file.string(), file.string());
}

platform::Config Simulators::configured(const std::string& sms_secret,
                                        const std::string& invoice_secret) const {
  const auto written = json::parse(platform::read_file(folder_.path() / "front.json", 65536));
  const auto address = [&](const char* part) {
    return "\"http://127.0.0.1:" + std::to_string(ports_.at(part).get<int>()) + "\"";
  };
  std::string toml = "[sms.aliyun]\nbase_url = " + address("sms") + "\n";
  for (const auto& [key, value] : written.at("sms.aliyun").items())
    toml += key + " = " + (key == "access_key_secret_file" ? json(sms_secret) : value).dump() + "\n";
  toml +=
      "[mail]\nfrom_address = \"notice@ca.example\"\nfrom_name = \"示范认证中心\"\n"
      "[mail.smtp]\nhost = \"localhost\"\nsecurity = \"starttls\"\nport = " +
      ports_.at("smtp").dump() +
      "\ncertificate_authority_file = " + written.at("mail.smtp").at("certificate_authority_file").dump() +
      "\n";
  toml +=
      "[invoice]\nseller_name = \"示范认证中心\"\nseller_tax_number = \"91110000100000008J\"\n"
      "drawer = \"李示范\"\ntax_rate = 600\n[invoice.platform]\nbase_url = " +
      address("invoice") + "\nkey_id = " + written.at("invoice.platform").at("key_id").dump() +
      "\nsecret_file = " + json(invoice_secret).dump() + "\n";
  return platform::Config::parse(toml, "front.toml");
}

core::Bytes Simulators::get(const std::string& path) const {
  platform::HttpClientRequest request;
  request.url = "http://127.0.0.1:" + std::to_string(ports_.at("outbox").get<int>()) + path;
  auto response = platform::http_request(request);
  if (response.status != 200) throw std::runtime_error("the outbox has no " + path);
  return std::move(response.body);
}

json Simulators::sms(const std::string& phone) const {
  return json::parse(get("/outbox?format=json&phone=" + phone)).at("sms");
}

json Simulators::mails(const std::string& address) const {
  return json::parse(get("/outbox?format=json&mail=" + address)).at("mails");
}

core::Bytes Simulators::attachment(const std::string& mail_id, std::size_t index) const {
  return get("/outbox/mails/" + mail_id + "/attachments/" + std::to_string(index));
}

std::size_t Simulators::invoices() const {
  const auto journal = platform::read_file(folder_.path() / "invoice" / "invoices.jsonl", 1 << 20);
  return static_cast<std::size_t>(std::ranges::count(journal, std::uint8_t{'\n'}));
}

}  // namespace palmkey::test
