#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "platform/files.hpp"
#include "tests/apps/program_fixture.hpp"

namespace palmkey::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

unsigned mode_of(const fs::path& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 0777U : 0;
}

class Init : public testing::Test {
 protected:
  Init() {
    platform::write_file(folder_.path() / "certificate.pem", {});
    platform::write_file(folder_.path() / "key.pem", {});
  }

  fs::path data() const { return folder_.path() / "data"; }
  std::string vault_toml() const { return (data() / "vault/vault.toml").string(); }

  Ran init(std::vector<std::string> more = {}, const std::string& base_url = "https://localhost:8443") const {
    std::vector<std::string> words{"init",
                                   "--data",
                                   data().string(),
                                   "--base-url",
                                   base_url,
                                   "--listen",
                                   "127.0.0.1:8443",
                                   "--tls-certificate",
                                   (folder_.path() / "certificate.pem").string(),
                                   "--tls-key",
                                   (folder_.path() / "key.pem").string(),
                                   "--catalogue",
                                   "demo/catalogue",
                                   "--json"};
    words.insert(words.end(), more.begin(), more.end());
    return run_palmkey(words);
  }

  json operators() const {
    return run_palmkey({"operator", "list", "--config", vault_toml(), "--json"}).json().at("operators");
  }

  platform::TemporaryFolder folder_;
};

TEST_F(Init, MakesAnAuthorityWithOfficersAdministratorsAndASite) {
  const auto ran = init({"--demonstration", "--portal", "http://localhost:8080"});
  ASSERT_EQ(ran.status, 0) << ran.output << ran.errors;
  const json answer = ran.json();
  EXPECT_EQ(answer.at("baseUrl"), "https://localhost:8443");
  EXPECT_TRUE(answer.at("configurationLink").get<std::string>().starts_with("https://localhost:8443/c?d="));
  EXPECT_EQ(answer.at("entryLink"), "https://localhost:8443/e?s=expert-mobile-key");
  ASSERT_EQ(answer.at("operators").size(), 6U);
  EXPECT_EQ(answer["operators"][0]["role"], "acceptance");
  EXPECT_EQ(answer["operators"][1]["role"], "review");
  // Changes of operators take two.
  EXPECT_EQ(answer["operators"][2]["role"], "administrator");
  EXPECT_EQ(answer["operators"][3]["role"], "administrator");
  // So does the recovery of a key.
  EXPECT_EQ(answer["operators"][4]["role"], "recovery");
  EXPECT_EQ(answer["operators"][5]["role"], "recovery");
  for (const auto& person : answer["operators"]) {
    // A query string would end up in logs.
    const auto link = person.at("activationLink").get<std::string>();
    EXPECT_TRUE(link.starts_with("https://localhost:8443/officer#")) << link;
  }
  EXPECT_EQ(answer["relyingParty"]["clientId"], "demonstration-portal");
  EXPECT_GE(answer["relyingParty"]["clientSecret"].get<std::string>().size(), 43U);
}

TEST_F(Init, KeepsSecretsForTheOwnerOnly) {
  ASSERT_EQ(init({"--demonstration"}).status, 0);
  for (const char* name : {"demonstration.json", "setup.json", "vault/key-encryption.key", "vault/vault.toml",
                           "vault/vault.db", "front/data.key", "front/front.toml"})
    EXPECT_EQ(mode_of(data() / name), 0600U) << name;
  for (const char* name : {"", "vault", "front", "front/attachments"})
    EXPECT_EQ(mode_of(data() / name), 0700U) << name;
}

TEST_F(Init, GivesTheSameWhenRepeated) {
  const auto first = init({"--demonstration", "--portal", "http://localhost:8080"});
  ASSERT_EQ(first.status, 0);
  const auto second = init({"--demonstration", "--portal", "http://localhost:8080"});
  EXPECT_EQ(second.status, 0);
  EXPECT_EQ(first.json(), second.json());
  EXPECT_EQ(operators().size(), 6U);
}

TEST_F(Init, GoesOnWhereACrashStoppedIt) {
  const auto first = init({"--demonstration", "--portal", "http://localhost:8080"});
  ASSERT_EQ(first.status, 0);
  // As if it had been killed before its last step, and before the front was laid out.
  fs::remove(data() / "demonstration.json");
  fs::remove_all(data() / "front");
  const auto second = init({"--demonstration", "--portal", "http://localhost:8080"});
  ASSERT_EQ(second.status, 0) << second.output;
  EXPECT_EQ(first.json()["configurationLink"], second.json()["configurationLink"]);
  EXPECT_EQ(first.json()["relyingParty"], second.json()["relyingParty"]);
  EXPECT_EQ(operators().size(), 6U);
  EXPECT_TRUE(fs::exists(data() / "front/front.toml"));
  // A code is kept as a digest only, so that the unused ones are made anew.
  EXPECT_NE(first.json()["operators"][0]["activationLink"], second.json()["operators"][0]["activationLink"]);
}

TEST_F(Init, RefusesAnotherValueForAFolderThatIsSetUp) {
  ASSERT_EQ(init().status, 0);
  const auto other = init({}, "https://localhost:9443");
  EXPECT_EQ(other.status, 1);
  EXPECT_EQ(other.json()["code"], "setup_conflict");
  EXPECT_EQ(other.json()["field"], "baseUrl");
}

TEST_F(Init, RefusesBadValuesAsUsageErrors) {
  EXPECT_EQ(init({}, "https://localhost:8443/path").status, 2);
  EXPECT_EQ(init({}, "localhost").status, 2);
  EXPECT_EQ(init({"--portal", "ftp://localhost"}).status, 2);
  EXPECT_FALSE(fs::exists(data()));
}

TEST_F(Init, TellsTheFrontWhereTheSimulatorsAre) {
  const auto write = [&](const char* name, std::string_view text) {
    platform::write_file(folder_.path() / name, core::as_bytes(text));
  };
  write("front.toml",
        "[payment.wechat]\nmchid = \"1900000001\"\n[sms.aliyun]\nsign_name = \"示范\"\n"
        "[mail.smtp]\ncertificate_authority_file = \"/x.pem\"\n[invoice.platform]\nkey_id = \"k\"\n");
  write("simulators.json",
        R"({"wechat":{"port":9101},"sms":{"port":9102},"smtp":{"port":9103},"invoice":{"port":9105}})");
  ASSERT_EQ(init({"--simulators", (folder_.path() / "front.toml").string()}).status, 0);
  const auto bytes = platform::read_file(data() / "front/front.toml", 65536);
  const std::string text(core::as_text(bytes));
  EXPECT_NE(text.find("[payment.wechat]\nbase_url = \"http://127.0.0.1:9101\"\nmchid = \"1900000001\""),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("base_url = \"http://127.0.0.1:9102\""), std::string::npos);
  EXPECT_NE(text.find("port = 9103"), std::string::npos);
  EXPECT_NE(text.find("base_url = \"http://127.0.0.1:9105\""), std::string::npos);
}

TEST_F(Init, LeavesAnAuditLogThatVerifiesAndAChainThatOpensslTakes) {
  ASSERT_EQ(init().status, 0);
  const auto verified = run_palmkey({"audit", "verify", "--config", vault_toml(), "--json"});
  EXPECT_EQ(verified.status, 0);
  EXPECT_GE(verified.json()["entries"].get<int>(), 3);

  const auto chain = (folder_.path() / "chain").string();
  ASSERT_EQ(run_palmkey({"ca", "export", "--config", vault_toml(), "--output", chain}).status, 0);
  const std::string command = "openssl verify -vfyopt distid:1234567812345678 -CAfile " + chain +
                              "/root.pem " + chain + "/issuing.pem > /dev/null 2>&1";
  EXPECT_EQ(std::system(command.c_str()), 0);
}

TEST_F(Init, LetsTheVaultsAdministratorAddAndRemove) {
  ASSERT_EQ(init().status, 0);
  const auto added = run_palmkey(
      {"operator", "add", "--config", vault_toml(), "--name", "复查员丙", "--role", "review", "--json"});
  ASSERT_EQ(added.status, 0) << added.output;
  EXPECT_EQ(added.json()["operatorId"], "op7");
  EXPECT_EQ(run_palmkey({"operator", "remove", "op7", "--config", vault_toml()}).status, 0);
  const auto unknown = run_palmkey({"operator", "remove", "op9", "--config", vault_toml(), "--json"});
  EXPECT_EQ(unknown.status, 1);
  EXPECT_EQ(unknown.json()["code"], "operator_not_found");

  const std::vector<std::string> site{"relying-party",
                                      "add",
                                      "site",
                                      "--config",
                                      vault_toml(),
                                      "--name",
                                      "示范网站",
                                      "--origin",
                                      "https://site.example",
                                      "--redirect",
                                      "https://site.example/callback",
                                      "--json"};
  EXPECT_EQ(run_palmkey(site).status, 0);
  const auto again = run_palmkey(site);
  EXPECT_EQ(again.status, 1);
  EXPECT_EQ(again.json()["code"], "relying_party_exists");
}

}  // namespace
}  // namespace palmkey::test
